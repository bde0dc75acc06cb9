// Starts a program and prints what it took, as one line:
//   start (CLOCK_MONOTONIC, ns)  wall time (ns)  processor time (µs)  peak memory (KiB)  wait status
// A small process does this, not the benchmark's own: a child's peak memory counts from its parent's.
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static int64_t now(void) {
  struct timespec moment;
  clock_gettime(CLOCK_MONOTONIC, &moment);
  return (int64_t)moment.tv_sec * 1000000000 + moment.tv_nsec;
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: measure PROGRAM ARGUMENTS...\n");
    return 2;
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  int64_t start = now();
  pid_t child;
  int failure = posix_spawn(&child, arguments[1], &actions, NULL, arguments + 1, environ);
  if (failure != 0) {
    fprintf(stderr, "measure: %s: %s\n", arguments[1], strerror(failure));
    return 1;
  }
  int status = 0;
  struct rusage usage;
  if (wait4(child, &status, 0, &usage) < 0) {
    perror("measure: wait4");
    return 1;
  }
  int64_t wall = now() - start;
#ifdef __APPLE__
  long kibibytes = usage.ru_maxrss / 1024;
#else
  long kibibytes = usage.ru_maxrss;
#endif
  long long processor = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000LL +
                        usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
  printf("%lld %lld %lld %ld %d\n", (long long)start, (long long)wall, processor, kibibytes, status);
  return 0;
}
