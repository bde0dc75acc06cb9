// A stand-in for codex that does nothing but tell when it started: the time of CLOCK_MONOTONIC, in
// nanoseconds, goes into the file that BENCH_STAMP names. It names the version that swop is tested with
// and answers every request of the app-server's protocol with an empty result.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void answer_requests(void) {
  static char line[1 << 20];
  while (fgets(line, sizeof line, stdin)) {
    char *id = strstr(line, "\"id\":");
    if (id == NULL) continue;
    printf("{\"id\":%ld,\"result\":{}}\n", strtol(id + 5, NULL, 10));
    fflush(stdout);
  }
}

int main(int count, char **arguments) {
  struct timespec moment;
  clock_gettime(CLOCK_MONOTONIC, &moment);
  for (int index = 1; index < count; index++) {
    if (strcmp(arguments[index], "--version") == 0) {
      puts("codex-cli 0.163.0");
      return 0;
    }
    if (strcmp(arguments[index], "app-server") == 0) {
      answer_requests();
      return 0;
    }
  }
  const char *path = getenv("BENCH_STAMP");
  FILE *stamp = path ? fopen(path, "w") : NULL;
  if (stamp == NULL) return 1;
  fprintf(stamp, "%lld\n", (long long)moment.tv_sec * 1000000000 + moment.tv_nsec);
  return fclose(stamp) == 0 ? 0 : 1;
}
