#include "CSystem.h"

#include <signal.h>
#include <stddef.h>
#ifdef __linux__
#include <sys/prctl.h>
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
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}
