// Signals that wait while something is bought. The state is global because signal handlers are.
#include "CSystem.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

static const int shielded[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { shielded_count = sizeof shielded / sizeof shielded[0] };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int holders;
static atomic_bool is_up;
static atomic_uint waiting;

static void put_off(int number) {
  atomic_fetch_or(&waiting, 1U << number);
  // Someone may have put this handler back after the shield went down: then nothing waits.
  if (!atomic_load(&is_up) && atomic_fetch_and(&waiting, ~(1U << number)) & 1U << number) {
    signal(number, SIG_DFL);
    raise(number);
  }
}

void swop_raise_shield(void) {
  pthread_mutex_lock(&lock);
  if (holders++ == 0) {
    atomic_store(&is_up, true);
    for (int index = 0; index < shielded_count; index++) {
      struct sigaction action;
      if (sigaction(shielded[index], NULL, &action) != 0 || action.sa_handler != SIG_DFL) continue;
      action.sa_handler = put_off;
      action.sa_flags = SA_RESTART;
      sigemptyset(&action.sa_mask);
      sigaction(shielded[index], &action, NULL);
    }
  }
  pthread_mutex_unlock(&lock);
}

void swop_lower_shield(void) {
  pthread_mutex_lock(&lock);
  if (--holders == 0) {
    atomic_store(&is_up, false);
    for (int index = 0; index < shielded_count; index++) {
      struct sigaction action;
      if (sigaction(shielded[index], NULL, &action) == 0 && action.sa_handler == put_off)
        signal(shielded[index], SIG_DFL);
    }
    unsigned arrived = atomic_exchange(&waiting, 0);
    // Sent to the process, not raised: worker threads block signals, and on them it would be lost.
    for (int index = 0; index < shielded_count; index++)
      if (arrived & 1U << shielded[index]) kill(getpid(), shielded[index]);
  }
  pthread_mutex_unlock(&lock);
}
