// Signals, and the way back to the shell. The state is global because signal handlers are.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CTerminal.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static const int watched[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGINT, SIGQUIT};
static const int crashes[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP, SIGSYS};
enum { WATCHED = sizeof watched / sizeof *watched, CRASHES = sizeof crashes / sizeof *crashes };

static struct sigaction watched_before[WATCHED], crashes_before[CRASHES];
static struct termios modes_before;
static bool is_guarded, has_modes;
static atomic_bool is_lent;
static int pipe_ends[2] = {-1, -1};
static atomic_int pending;
static atomic_int end_signal;
static _Atomic pid_t child_group;
static int error_before = -1, error_log = -1;
static char return_sequence[256];
static size_t return_length;
static char report_path[1024];
static void *crash_stack;
static struct sigaction ignored_pipe;

// --- Signals --------------------------------------------------------------------------------------

static void leave_note(int note) {
  int saved = errno;
  atomic_fetch_or(&pending, note);
  char byte = 0;
  // A full pipe wakes as well as one with one byte more.
  (void)!write(pipe_ends[1], &byte, 1);
  errno = saved;
}

static void give_back_at_once(void) {
  cterm_write(return_sequence, return_length);
  if (has_modes) tcsetattr(STDIN_FILENO, TCSANOW, &modes_before);
  if (error_before >= 0) dup2(error_before, STDERR_FILENO);
}

static void die_of(int signal) {
  struct sigaction standard = {0};
  standard.sa_handler = SIG_DFL;
  sigaction(signal, &standard, NULL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, NULL);
  raise(signal);
}

static void take_signal(int signal) {
  switch (signal) {
  case SIGWINCH: leave_note(CTERM_RESIZED); return;
  case SIGTSTP: leave_note(CTERM_STOP_WANTED); return;
  case SIGCONT: leave_note(CTERM_CONTINUED); return;
  default: break;
  }
  if (atomic_load(&is_lent) && (signal == SIGINT || signal == SIGQUIT)) {
    pid_t group = atomic_load(&child_group);
    if (group > 0) kill(-group, signal);
    return;
  }
  // Who asks twice does not want to wait for the loop; a terminal that closes says so more than once.
  if (atomic_exchange(&end_signal, signal) != 0 && signal != SIGHUP) {
    give_back_at_once();
    die_of(signal);
    return;
  }
  pid_t group = atomic_load(&child_group);
  if (group > 0) {
    kill(-group, signal);
    kill(-group, SIGCONT);
  }
  leave_note(CTERM_END_WANTED);
}

// --- Crashes --------------------------------------------------------------------------------------

static void say(int file, const char *text) { (void)!write(file, text, strlen(text)); }

static void say_number(int file, unsigned long long number, unsigned base) {
  char digits[32];
  size_t place = sizeof digits;
  do {
    digits[--place] = "0123456789abcdef"[number % base];
    number /= base;
  } while (number > 0);
  (void)!write(file, digits + place, sizeof digits - place);
}

// Where the program was, and nothing of what it held: a report may be sent to someone.
static void write_report(int signal, const siginfo_t *info) {
  int file = open(report_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return;
  say(file, "swop crashed with signal ");
  say_number(file, (unsigned)signal, 10);
  say(file, " at address 0x");
  say_number(file, (unsigned long long)(size_t)info->si_addr, 16);
  say(file, "\n\n");
  void *frames[64];
  backtrace_symbols_fd(frames, backtrace(frames, 64), file);
  close(file);
}

static void take_crash(int signal, siginfo_t *info, void *context) {
  (void)context;
  // A second crash in here ends at once.
  for (int index = 0; index < CRASHES; index++) {
    struct sigaction standard = {0};
    standard.sa_handler = SIG_DFL;
    sigaction(crashes[index], &standard, NULL);
  }
  give_back_at_once();
  if (report_path[0] != 0) {
    write_report(signal, info);
    say(STDERR_FILENO, "swop crashed. What is known: ");
    say(STDERR_FILENO, report_path);
    say(STDERR_FILENO, "\n");
  } else {
    say(STDERR_FILENO, "swop crashed.\n");
  }
  die_of(signal);
}

// --- Set up and put back --------------------------------------------------------------------------

static void divert_errors(bool diverted) {
  if (error_before < 0 || error_log < 0) return;
  dup2(diverted ? error_log : error_before, STDERR_FILENO);
}

static int make_pipe(void) {
  if (pipe_ends[0] >= 0) return 0;
  if (pipe(pipe_ends) != 0) return errno;
  for (int end = 0; end < 2; end++) {
    fcntl(pipe_ends[end], F_SETFD, FD_CLOEXEC);
    fcntl(pipe_ends[end], F_SETFL, O_NONBLOCK);
  }
  return 0;
}

static void install(void) {
  struct sigaction action = {0};
  action.sa_handler = take_signal;
  action.sa_flags = SA_RESTART;
  sigfillset(&action.sa_mask);
  for (int index = 0; index < WATCHED; index++) {
    sigaction(watched[index], NULL, &watched_before[index]);
    // What nohup ignores stays ignored.
    if (watched_before[index].sa_handler != SIG_IGN) sigaction(watched[index], &action, NULL);
  }
  struct sigaction crash = {0};
  crash.sa_sigaction = take_crash;
  crash.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (int index = 0; index < CRASHES; index++)
    sigaction(crashes[index], &crash, &crashes_before[index]);
  // A terminal that is gone is an error number, not the end.
  struct sigaction ignore = {0};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &ignored_pipe);
}

// Too deep a recursion leaves no stack to run the handler on.
static void install_crash_stack(void) {
  if (crash_stack != NULL) return;
  size_t size = 64 * 1024;
  crash_stack = malloc(size);
  if (crash_stack == NULL) return;
  stack_t stack = {0};
  stack.ss_sp = crash_stack;
  stack.ss_size = size;
  sigaltstack(&stack, NULL);
}

int cterm_guard(const char *report, int log) {
  if (is_guarded) return 0;
  int failure = make_pipe();
  if (failure != 0) return failure;
  has_modes = tcgetattr(STDIN_FILENO, &modes_before) == 0;
  report_path[0] = 0;
  if (report != NULL && strlen(report) < sizeof report_path) strcpy(report_path, report);
  // The first call loads what a handler must not load.
  void *frame[1];
  backtrace(frame, 1);
  atomic_store(&end_signal, 0);
  atomic_store(&pending, 0);
  install_crash_stack();
  install();
  if (log >= 0) {
    error_before = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    error_log = fcntl(log, F_DUPFD_CLOEXEC, 3);
    divert_errors(true);
  }
  is_guarded = true;
  return 0;
}

void cterm_unguard(void) {
  if (!is_guarded) return;
  cterm_restore_modes();
  is_guarded = false;
  for (int index = 0; index < WATCHED; index++)
    sigaction(watched[index], &watched_before[index], NULL);
  for (int index = 0; index < CRASHES; index++)
    sigaction(crashes[index], &crashes_before[index], NULL);
  sigaction(SIGPIPE, &ignored_pipe, NULL);
  divert_errors(false);
  if (error_before >= 0) close(error_before);
  if (error_log >= 0) close(error_log);
  error_before = error_log = -1;
}

void cterm_restore_modes(void) {
  if (is_guarded && has_modes) tcsetattr(STDIN_FILENO, TCSADRAIN, &modes_before);
}

void cterm_set_lent(bool lent) {
  atomic_store(&is_lent, lent);
  // A stop that was meant for the child is not ours when it comes back.
  if (!lent) atomic_fetch_and(&pending, ~CTERM_STOP_WANTED);
  divert_errors(!lent);
}

void cterm_prepare_return(const char *sequence) {
  size_t length = strlen(sequence);
  return_length = length < sizeof return_sequence ? length : 0;
  memcpy(return_sequence, sequence, return_length);
}

// --- Input and output -----------------------------------------------------------------------------

void cterm_write(const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(STDOUT_FILENO, bytes, length);
    if (count < 0 && errno == EINTR) continue;
    // Someone else made the terminal's other side not wait: look again when there is room.
    if (count < 0 && errno == EAGAIN) {
      struct pollfd room = {.fd = STDOUT_FILENO, .events = POLLOUT};
      if (poll(&room, 1, 1000) > 0) continue;
    }
    if (count <= 0) return;
    bytes += count;
    length -= (size_t)count;
  }
}

int cterm_wait(int milliseconds) {
  struct pollfd files[2] = {{.fd = STDIN_FILENO, .events = POLLIN},
                            {.fd = pipe_ends[0], .events = POLLIN}};
  int count = poll(files, 2, atomic_load(&pending) != 0 ? 0 : milliseconds);
  int found = 0;
  if (count > 0 && files[1].revents != 0) {
    char bytes[64];
    while (read(pipe_ends[0], bytes, sizeof bytes) > 0) continue;
    found |= CTERM_WOKEN;
  }
  found |= atomic_exchange(&pending, 0);
  if (count > 0 && files[0].revents != 0) found |= CTERM_INPUT;
  return found;
}

void cterm_wake(void) {
  char byte = 0;
  if (pipe_ends[1] >= 0) (void)!write(pipe_ends[1], &byte, 1);
}

int cterm_end_signal(void) { return atomic_load(&end_signal); }

int cterm_read(uint8_t *bytes, int capacity) {
  ssize_t count = read(STDIN_FILENO, bytes, (size_t)capacity);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return -1;
  return count < 0 ? 0 : (int)count;
}

int cterm_size(int *rows, int *columns) {
  struct winsize size = {0};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0)
    return -1;
  *rows = size.ws_row;
  *columns = size.ws_col;
  return 0;
}

void cterm_drop_input(void) { tcflush(STDIN_FILENO, TCIFLUSH); }

void cterm_set_child_group(pid_t group) { atomic_store(&child_group, group); }

void cterm_stop_group(void) {
  struct sigaction standard = {0}, ours;
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, &ours);
  atomic_fetch_and(&pending, ~CTERM_CONTINUED);
  // As the terminal's own stop key: the whole group. Where no shell could continue it, nothing happens.
  kill(0, SIGTSTP);
  // The signal may take effect on another thread a moment later; being continued leaves a note.
  for (int turn = 0; turn < 50; turn++) {
    struct pollfd file = {.fd = pipe_ends[0], .events = POLLIN};
    poll(&file, 1, 10);
    char bytes[64];
    while (read(pipe_ends[0], bytes, sizeof bytes) > 0) continue;
    if (atomic_load(&pending) & (CTERM_CONTINUED | CTERM_END_WANTED)) break;
  }
  atomic_fetch_and(&pending, ~(CTERM_CONTINUED | CTERM_STOP_WANTED));
  sigaction(SIGTSTP, &ours, NULL);
}
