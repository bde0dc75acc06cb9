// Tells the thread sanitizer what it cannot see: the order that Swift's Mutex gives to threads that had
// to wait for it. A free Mutex is taken by an atomic operation in our own, watched code; a contended one
// in the runtime, which is not compiled for the sanitizer, by the kernel's PI futexes. Without this every
// value that a contended Mutex guards counts as raced for. Preloaded by Tests/Tools/sanitize; Linux only.
//
// The symbols are part of the runtime's stable interface: the slow paths of Synchronization._MutexHandle.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Brought by the sanitizer in the program.
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

static void *next(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found) return found;
  fprintf(stderr, "mutex-order: this Swift runtime has no %s\n", name);
  abort();
}

SWIFT void lock_slow(uint32_t thread, SELF void *mutex)
    __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
SWIFT void lock_slow(uint32_t thread, SELF void *mutex) {
  SWIFT void (*original)(uint32_t, SELF void *) =
      next("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
  original(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT bool try_lock_slow(SELF void *mutex)
    __asm__("$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
SWIFT bool try_lock_slow(SELF void *mutex) {
  SWIFT bool (*original)(SELF void *) =
      next("$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF");
  bool taken = original(mutex);
  if (taken && __tsan_acquire) __tsan_acquire(mutex);
  return taken;
}

SWIFT void unlock_slow(SELF void *mutex)
    __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
SWIFT void unlock_slow(SELF void *mutex) {
  SWIFT void (*original)(SELF void *) = next("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
  if (__tsan_release) __tsan_release(mutex);
  original(mutex);
}
