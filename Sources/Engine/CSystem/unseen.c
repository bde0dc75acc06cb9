#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

// Signal handlers can reach nothing but global state.
static const int stopping[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
enum { stopping_count = sizeof stopping / sizeof stopping[0] };
static int bell[2] = {-1, -1};

static void ring(int signal) {
  const int saved = errno;
  const unsigned char byte = (unsigned char)signal;
  // A full pipe means that the reader was told already.
  if (write(bell[1], &byte, 1) < 0) errno = saved;
  errno = saved;
}

static void hide(int terminal, const struct termios *shown) {
  struct termios hidden = *shown;
  hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK);
  // The line's end is shown, so that what follows begins on a line of its own.
  hidden.c_lflag |= ICANON | ECHONL;
  tcsetattr(terminal, TCSAFLUSH, &hidden);
}

// Asked only once typing is hidden: anyone who answers at once would else be shown, and then dropped.
static void ask(int terminal, const struct termios *shown, const char *question) {
  hide(terminal, shown);
  // A question that cannot be written is no reason not to read.
  if (write(STDERR_FILENO, question, strlen(question)) < 0) return;
}

// Reads one byte, or the number of a signal that arrived first as a negative number; 0 at the end.
static int next(int terminal, char *byte) {
  struct pollfd waits[2] = {
      {.fd = terminal, .events = POLLIN, .revents = 0}, {.fd = bell[0], .events = POLLIN, .revents = 0}};
  while (poll(waits, 2, -1) < 0) {
    if (errno != EINTR) return 0;
  }
  unsigned char signal;
  if (waits[1].revents != 0 && read(bell[0], &signal, 1) == 1) return -(int)signal;
  const ssize_t count = read(terminal, byte, 1);
  return count < 0 && (errno == EINTR || errno == EAGAIN) ? next(terminal, byte) : (int)count;
}

static long read_line(
    int terminal, const char *question, char *line, unsigned long size, const struct termios *shown) {
  unsigned long length = 0;
  char byte;
  while (1) {
    const int got = next(terminal, &byte);
    if (got < 0) {
      // The signal acts as if nothing were hidden; anyone who comes back is asked again.
      tcsetattr(terminal, TCSAFLUSH, shown);
      struct sigaction usual = {0}, ours;
      usual.sa_handler = SIG_DFL;
      sigemptyset(&usual.sa_mask);
      sigaction(-got, &usual, &ours);
      kill(getpid(), -got);
      sigaction(-got, &ours, NULL);
      ask(terminal, shown, question);
      length = 0;
      continue;
    }
    if (got == 0) return -1;
    if (byte == '\n') return (long)length;
    if (length >= size) return -1;
    line[length++] = byte;
  }
}

long swop_read_unseen_line(
    int terminal, const char *question, char *line, unsigned long size) {
  struct termios shown;
  if (tcgetattr(terminal, &shown) != 0 || pipe(bell) != 0) return -1;
  struct sigaction before[stopping_count];
  struct sigaction action = {0};
  action.sa_handler = ring;
  sigemptyset(&action.sa_mask);
  for (int index = 0; index < 2; index++) {
    fcntl(bell[index], F_SETFD, FD_CLOEXEC);
    fcntl(bell[index], F_SETFL, O_NONBLOCK);
  }
  for (int index = 0; index < stopping_count; index++) {
    sigaction(stopping[index], NULL, &before[index]);
    if (before[index].sa_handler != SIG_IGN) sigaction(stopping[index], &action, NULL);
  }
  ask(terminal, &shown, question);
  const long length = read_line(terminal, question, line, size, &shown);
  tcsetattr(terminal, TCSAFLUSH, &shown);
  for (int index = 0; index < stopping_count; index++)
    sigaction(stopping[index], &before[index], NULL);
  close(bell[0]);
  close(bell[1]);
  return length;
}
