#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __APPLE__
#include <libproc.h>
#endif

#ifndef NSIG
#define NSIG 65
#endif

#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 34)
#define HAS_CLOSEFROM 1
#endif

static int add_streams(posix_spawn_file_actions_t *actions, const struct swop_spawn *request) {
  int failure = 0;
  for (int target = 0; target < 3 && failure == 0; target++) {
    int source = request->streams[target];
    if (source == SWOP_NOTHING) {
      int mode = target == 0 ? O_RDONLY : O_WRONLY;
      failure = posix_spawn_file_actions_addopen(actions, target, "/dev/null", mode, 0);
    } else if (source != SWOP_INHERIT) {
      failure = posix_spawn_file_actions_adddup2(actions, source, target);
    }
#ifdef __APPLE__
    else if (!request->foreground) {
      failure = posix_spawn_file_actions_addinherit_np(actions, target);
    }
#endif
  }
#ifdef HAS_CLOSEFROM
  if (failure == 0 && !request->foreground)
    failure = posix_spawn_file_actions_addclosefrom_np(actions, 3);
#endif
  if (failure == 0 && request->directory != NULL)
    failure = posix_spawn_file_actions_addchdir_np(actions, request->directory);
  return failure;
}

static bool is_ignored(int signal) {
  struct sigaction action;
  return sigaction(signal, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static int set_attributes(posix_spawnattr_t *attributes, const struct swop_spawn *request) {
  short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
#ifdef __APPLE__
  if (!request->foreground) flags |= POSIX_SPAWN_CLOEXEC_DEFAULT;
#endif
  if (request->detached) flags |= POSIX_SPAWN_SETSID;
  sigset_t defaults, mask;
  sigfillset(&defaults);
  sigdelset(&defaults, SIGKILL);
  sigdelset(&defaults, SIGSTOP);
  sigemptyset(&mask);
  if (request->foreground) {
    for (int signal = 1; signal < NSIG; signal++) {
      // Anyone who ignores SIGPIPE does so for itself; SIGCHLD ignored would hide the child's children.
      if (signal == SIGPIPE || signal == SIGCHLD) continue;
      if (is_ignored(signal)) sigdelset(&defaults, signal);
    }
  }
  int failure = posix_spawnattr_setsigdefault(attributes, &defaults);
  if (failure == 0) failure = posix_spawnattr_setsigmask(attributes, &mask);
  if (failure == 0) failure = posix_spawnattr_setflags(attributes, flags);
  return failure;
}

int swop_spawn(const struct swop_spawn *request, pid_t *child) {
  // A parent that ignores SIGCHLD hands that down, and then no end of a child can be seen.
  if (is_ignored(SIGCHLD)) signal(SIGCHLD, SIG_DFL);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int failure = posix_spawn_file_actions_init(&actions);
  if (failure != 0) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (failure != 0) {
    posix_spawn_file_actions_destroy(&actions);
    return failure;
  }
  failure = add_streams(&actions, request);
  if (failure == 0) failure = set_attributes(&attributes, request);
  if (failure == 0)
    failure = posix_spawn(child, request->executable, &actions, &attributes, request->arguments,
                          request->environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}

int swop_pipe(int ends[2]) {
  int raw[2];
#ifdef __linux__
  if (pipe2(raw, O_CLOEXEC) != 0) return errno;
#else
  if (pipe(raw) != 0) return errno;
  fcntl(raw[0], F_SETFD, FD_CLOEXEC);
  fcntl(raw[1], F_SETFD, FD_CLOEXEC);
#endif
  for (int index = 0; index < 2; index++) {
    if (raw[index] > 2) continue;
    // A process whose own standard streams are closed gets their numbers for the pipe.
    int moved = fcntl(raw[index], F_DUPFD_CLOEXEC, 3);
    int failure = errno;
    close(raw[index]);
    if (moved < 0) {
      close(raw[1 - index]);
      return failure;
    }
    raw[index] = moved;
  }
  ends[0] = raw[0];
  ends[1] = raw[1];
  return 0;
}

void swop_set_nonblocking(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  if (flags >= 0) fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
#ifdef F_SETNOSIGPIPE
  fcntl(descriptor, F_SETNOSIGPIPE, 1);
#endif
}

void swop_block_signals(void) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
}

int swop_await_end(pid_t child) {
  siginfo_t info;
  while (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) != 0)
    if (errno != EINTR) return errno;
  return 0;
}

int swop_reap(pid_t child, int *status) {
  while (waitpid(child, status, 0) < 0)
    if (errno != EINTR) return errno;
  return 0;
}

uint64_t swop_process_start(pid_t process) {
#ifdef __APPLE__
  struct proc_bsdinfo info;
  int size = proc_pidinfo(process, PROC_PIDTBSDINFO, 0, &info, sizeof info);
  if (size != (int)sizeof info || info.pbi_status == SZOMB) return 0;
  return info.pbi_start_tvsec * 1000000 + info.pbi_start_tvusec;
#else
  (void)process;
  return 0;
#endif
}
