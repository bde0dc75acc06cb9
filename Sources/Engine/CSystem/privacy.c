#include "CSystem.h"

#include <signal.h>
#include <stddef.h>
#ifdef __linux__
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

// Anyone who traces this process reads its memory anyway, and an undumpable one would hide from strace which
// files its descriptors lead to.
static bool is_traced(void) {
  char text[2048];
  int file = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  text[length < 0 ? 0 : length] = 0;
  const char *tracer = strstr(text, "\nTracerPid:\t");
  return tracer != NULL && tracer[strlen("\nTracerPid:\t")] != '0';
}
#endif

// What the Swift runtime installs handlers for when it starts.
static const int crashes[] = {SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};

void swop_keep_memory_private(void) {
  for (size_t index = 0; index < sizeof crashes / sizeof crashes[0]; index++) {
    struct sigaction action;
    if (sigaction(crashes[index], NULL, &action) != 0 || action.sa_handler == SIG_IGN) continue;
    signal(crashes[index], SIG_DFL);
  }
#ifdef __linux__
  // Unlike a limit on core files this also holds where a program collects them, and ends with exec.
  if (!is_traced()) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
