// Children that get the terminal, in a process group of their own: interrupt and stop keys are theirs alone.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CTerminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#if defined(__GLIBC__) && (__GLIBC__ > 2 || __GLIBC_MINOR__ >= 35)
#define HAS_SPAWN_FOREGROUND 1
#endif

// A background process that hands the terminal on is stopped unless this signal is blocked.
static void give_terminal(pid_t group) {
  sigset_t output, before;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &output, &before);
  tcsetpgrp(STDIN_FILENO, group);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static int set_attributes(posix_spawnattr_t *attributes) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  // These two cannot be set, and some systems refuse to try.
  sigdelset(&all, SIGKILL);
  sigdelset(&all, SIGSTOP);
  int failure = posix_spawnattr_setflags(
      attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  if (failure == 0) failure = posix_spawnattr_setpgroup(attributes, 0);
  if (failure == 0) failure = posix_spawnattr_setsigmask(attributes, &none);
  if (failure == 0) failure = posix_spawnattr_setsigdefault(attributes, &all);
  return failure;
}

int cterm_child_start(
    const char *executable, char *const *arguments, char *const *environment,
    const char *directory, pid_t *child) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  int failure = posix_spawnattr_init(&attributes);
  if (failure != 0) return failure;
  failure = posix_spawn_file_actions_init(&actions);
  if (failure == 0) {
    failure = set_attributes(&attributes);
#ifdef HAS_SPAWN_FOREGROUND
    // Before the program runs, so that no key that it is asked for goes to us.
    if (failure == 0) failure = posix_spawn_file_actions_addtcsetpgrp_np(&actions, STDIN_FILENO);
#endif
    if (failure == 0 && directory != NULL)
      failure = posix_spawn_file_actions_addchdir_np(&actions, directory);
    if (failure == 0)
      failure = posix_spawn(child, executable, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
  }
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) {
    // A child that could not become its program may have had the terminal already.
    give_terminal(getpgrp());
    return failure;
  }
  cterm_set_child_group(*child);
#ifndef HAS_SPAWN_FOREGROUND
  // Where it has the terminal before it runs, this would wake one that was stopped with Ctrl-Z at once.
  cterm_child_continue(*child);
#endif
  return 0;
}

void cterm_child_continue(pid_t child) {
  give_terminal(child);
  // It may have touched the terminal before that was its own, and been stopped for it.
  kill(-child, SIGCONT);
}

// Stopped for touching a terminal that has become its own in the meantime.
static bool was_too_early(pid_t child, int status) {
  int signal = WSTOPSIG(status);
  return (signal == SIGTTIN || signal == SIGTTOU) && tcgetpgrp(STDIN_FILENO) == child;
}

int cterm_child_wait(pid_t child, int *status) {
  int failure = 0;
  for (;;) {
    if (waitpid(child, status, WUNTRACED) < 0) {
      if (errno == EINTR) continue;
      failure = errno;
      break;
    }
    if (!WIFSTOPPED(*status) || !was_too_early(child, *status)) break;
    kill(-child, SIGCONT);
  }
  if (failure != 0 || !WIFSTOPPED(*status)) cterm_set_child_group(0);
  give_terminal(getpgrp());
  // One that was killed could not put its modes back, and Enter is not a line's end in raw mode.
  if (failure != 0 || !WIFSTOPPED(*status)) cterm_restore_modes();
  return failure;
}

static void *reap(void *child) {
  int status;
  while (waitpid((pid_t)(intptr_t)child, &status, 0) < 0 && errno == EINTR) continue;
  return NULL;
}

// It may live as long as what it holds is in the clipboard, so someone else waits for its end.
static void reap_later(pid_t child) {
  sigset_t all, before;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (pthread_create(&thread, NULL, reap, (void *)(intptr_t)child) == 0) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int cterm_feed(const char *executable, char *const *arguments, const char *bytes, size_t length) {
  extern char **environ;
  int ends[2];
  if (pipe(ends) != 0) return errno;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  posix_spawn_file_actions_t actions;
  int failure = posix_spawn_file_actions_init(&actions);
  pid_t child = 0;
  if (failure == 0) {
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    failure = posix_spawn(&child, executable, &actions, NULL, arguments, environ);
    if (failure == 0) reap_later(child);
    posix_spawn_file_actions_destroy(&actions);
  }
  close(ends[0]);
  if (failure == 0 && write(ends[1], bytes, length) != (ssize_t)length) failure = EAGAIN;
  close(ends[1]);
  return failure;
}
