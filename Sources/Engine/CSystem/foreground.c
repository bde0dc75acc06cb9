// A child on the terminal, with signals as if this process were not there. The state is global because
// signal handlers are; `busy` lets one child in at a time.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

// What comes from the terminal comes to the whole group, so the child has it already. What a process
// sent is passed on: a parent that interrupts swop knows no other number. A stop is left to the child:
// this process follows when the child has stopped, so that it can put the terminal in order first.
static const int handled[] = {SIGINT,  SIGQUIT, SIGTERM, SIGHUP,  SIGUSR1, SIGUSR2,
                              SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGWINCH};
enum { HANDLED = sizeof handled / sizeof handled[0] };

static atomic_bool busy;
static _Atomic pid_t child_process;
static atomic_bool child_is_stopped;
static atomic_uint pending;
static struct sigaction before[HANDLED];
static bool installed[HANDLED];
static struct termios modes_before;
static bool has_modes;

// Signals of the terminal have no sender.
static bool has_sender(const siginfo_t *info) {
#ifdef __APPLE__
  return info->si_pid != 0;
#else
  return info->si_code <= 0;
#endif
}

// `fg` continues the whole group: a child that runs again needs no second SIGCONT.
static bool runs_again(pid_t child) {
  siginfo_t info = {0};
  return waitid(P_PID, (id_t)child, &info, WCONTINUED | WNOHANG | WNOWAIT) == 0 &&
         info.si_pid == child;
}

// For the child that is about to start, or for this process if there was one: then no one may look any more.
static void put_off(int signal) {
  atomic_fetch_or(&pending, 1U << signal);
  if (!atomic_load(&busy) && atomic_fetch_and(&pending, ~(1U << signal)) & 1U << signal)
    kill(getpid(), signal);
}

static void pass_on(int signal, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  pid_t child = atomic_load(&child_process);
  if (signal == SIGCONT) {
    if (child > 0 && atomic_load(&child_is_stopped) && !runs_again(child)) kill(child, SIGCONT);
  } else if (has_sender(info)) {
    if (child == 0)
      put_off(signal);
    else if (info->si_pid != child)
      kill(child, signal);
  }
  errno = saved;
}

static void install(void) {
  struct sigaction action = {0};
  action.sa_sigaction = pass_on;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigfillset(&action.sa_mask);
  for (int index = 0; index < HANDLED; index++) {
    sigaction(handled[index], NULL, &before[index]);
    // What was ignored when swop started (nohup, a script's background job) stays ignored.
    installed[index] = before[index].sa_handler != SIG_IGN;
    if (installed[index]) sigaction(handled[index], &action, NULL);
  }
}

static void restore(void) {
  for (int index = 0; index < HANDLED; index++)
    if (installed[index]) sigaction(handled[index], &before[index], NULL);
}

int swop_foreground_begin(void) {
  bool expected = false;
  if (!atomic_compare_exchange_strong(&busy, &expected, true)) return EBUSY;
  atomic_store(&child_process, 0);
  atomic_store(&child_is_stopped, false);
  atomic_store(&pending, 0);
  has_modes = tcgetattr(STDIN_FILENO, &modes_before) == 0;
  install();
  return 0;
}

// Lets another child in. What was put off was meant for this process. It is sent and not raised: worker
// threads block signals, and on them it would be lost.
static void leave(void) {
  atomic_store(&busy, false);
  unsigned waiting = atomic_exchange(&pending, 0);
  for (int index = 0; index < HANDLED; index++)
    if (waiting & 1U << handled[index]) kill(getpid(), handled[index]);
}

void swop_foreground_abandon(void) {
  restore();
  leave();
}

void swop_foreground_attach(pid_t child) {
  atomic_store(&child_process, child);
  unsigned waiting = atomic_exchange(&pending, 0);
  for (int index = 0; index < HANDLED; index++)
    if (waiting & 1U << handled[index]) kill(child, handled[index]);
}

void swop_foreground_terminate(void) {
  pid_t child = atomic_load(&child_process);
  if (child <= 0) return;
  kill(child, SIGTERM);
  if (atomic_load(&child_is_stopped)) kill(child, SIGCONT);
}

static bool is_one_waiting(void) {
  sigset_t waiting;
  if (sigpending(&waiting) != 0) return false;
  for (int index = 0; index < HANDLED; index++)
    if (installed[index] && sigismember(&waiting, handled[index])) return true;
  return false;
}

// The key that reached the child reached this process too. It must be handled, which another thread does at
// once if the system lets it run, before the handler is taken away: else a stop would stop this process a
// second time, and an interrupt that the child has answered already would end it.
static void let_keys_be_handled(void) {
  for (int turn = 0; turn < 10000 && is_one_waiting(); turn++) usleep(100);
}

// Stops this process as the stop key would have. In a group that no shell controls the system discards
// that, which is right: no one could continue it.
static void stop_here(void) {
  struct sigaction standard = {0}, ours;
  standard.sa_handler = SIG_DFL;
  sigset_t stop, mask;
  sigaction(SIGTSTP, NULL, &ours);
  if (ours.sa_handler == SIG_IGN) return;
  let_keys_be_handled();
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigaction(SIGTSTP, &standard, NULL);
  pthread_sigmask(SIG_UNBLOCK, &stop, &mask);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &ours, NULL);
}

static void note_change(pid_t child) {
  siginfo_t change = {0};
  if (waitid(P_PID, (id_t)child, &change, WSTOPPED | WCONTINUED | WNOHANG) != 0) return;
  if (change.si_pid != child) return;
  bool stopped = change.si_code == CLD_STOPPED;
  atomic_store(&child_is_stopped, stopped);
  if (stopped) stop_here();
}

// A child that a signal ended could not put its modes back. A shell does it for its own children, but it
// sees this process end, and with a status.
static void put_modes_back(void) {
  if (has_modes && tcgetpgrp(STDIN_FILENO) == getpgrp())
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes_before);
}

int swop_foreground_wait(int *status) {
  pid_t child = atomic_load(&child_process);
  int failure = 0;
  for (;;) {
    siginfo_t info = {0};
    // The end is only looked at here: the number stays the child's until no handler can use it.
    if (waitid(P_PID, (id_t)child, &info, WEXITED | WSTOPPED | WCONTINUED | WNOWAIT) != 0) {
      if (errno == EINTR) continue;
      failure = errno;
      break;
    }
    if (info.si_code != CLD_STOPPED && info.si_code != CLD_CONTINUED) break;
    note_change(child);
  }
  let_keys_be_handled();
  // From here on a signal counts for this process again.
  restore();
  atomic_store(&child_process, 0);
  if (failure == 0) failure = swop_reap(child, status);
  if (failure == 0 && WIFSIGNALED(*status)) put_modes_back();
  leave();
  return failure;
}
