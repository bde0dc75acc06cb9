#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#ifdef __APPLE__
#include <crt_externs.h>
char *const *swop_environment(void) { return *_NSGetEnviron(); }
#else
extern char **environ;
char *const *swop_environment(void) { return environ; }
#endif

int swop_terminal_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

// Signal handlers can reach nothing but global state.
static const int watched[] = {SIGINT, SIGTERM, SIGHUP};
enum { watched_count = sizeof watched / sizeof watched[0] };
static struct sigaction before[watched_count];
static volatile sig_atomic_t target = -1;

static void note(int signal) {
  const int saved = errno;
  const unsigned char byte = (unsigned char)signal;
  if (target >= 0) {
    // Nothing can be done here about a pipe that is full: the reader was told already.
    if (write(target, &byte, 1) < 0) errno = saved;
  }
  errno = saved;
}

void swop_watch_interrupts(int descriptor) {
  target = descriptor;
  struct sigaction action = {0};
  action.sa_handler = note;
  // A second Ctrl-C ends a program that is slow to stop.
  action.sa_flags = SA_RESTART | (int)SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < watched_count; index++) {
    sigaction(watched[index], NULL, &before[index]);
    if (before[index].sa_handler == SIG_IGN) continue;
    sigaction(watched[index], &action, NULL);
  }
}

void swop_unwatch_interrupts(void) {
  for (int index = 0; index < watched_count; index++) {
    sigaction(watched[index], &before[index], NULL);
  }
  target = -1;
}
