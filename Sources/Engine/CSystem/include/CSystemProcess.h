// Starting children and waiting for them: what Swift cannot say (variadic calls, platform conditions,
// signal handlers).
#ifndef CSYSTEM_PROCESS_H
#define CSYSTEM_PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/// A descriptor of a child that stays as it is in this process.
#define SWOP_INHERIT (-1)
/// A descriptor of a child that leads to /dev/null.
#define SWOP_NOTHING (-2)

/// A program to start.
struct swop_spawn {
  const char *executable;
  char *const *arguments;
  char *const *environment;
  /// Where it runs; NULL for this process's folder.
  const char *directory;
  /// What becomes its descriptors 0, 1 and 2: a descriptor above 2, or one of the two values above.
  int streams[3];
  /// Whether the child belongs to the person at the terminal: signals that this process ignores stay
  /// ignored (nohup), and its descriptors above 2 that are not close-on-exec stay open.
  bool foreground;
  /// Whether it gets a session of its own, so that the end of this one's terminal does not reach it.
  bool detached;
};

/// Starts a program with an empty signal mask. Returns 0 or an errno.
int swop_spawn(const struct swop_spawn *request, pid_t *child);

/// Makes a pipe, both ends above 2 and close-on-exec: [0] reads, [1] writes. Returns 0 or an errno.
int swop_pipe(int ends[2]);

/// Makes reading or writing a descriptor never wait, and keeps SIGPIPE away where that is possible.
void swop_set_nonblocking(int descriptor);

/// Blocks every signal in the calling thread.
void swop_block_signals(void);

/// Waits for the end of a child without reaping it. Returns 0 or an errno.
int swop_await_end(pid_t child);

/// Reaps a child that has ended. Returns 0 or an errno.
int swop_reap(pid_t child, int *status);

/// Prepares this process for a child in the foreground: it survives interrupt, quit and the terminal's
/// stop, and keeps what it has to pass on. Returns 0, or EBUSY while another such child lives.
int swop_foreground_begin(void);

/// Undoes `begin` after the child could not be started. Signals that came meanwhile are raised again.
void swop_foreground_abandon(void);

/// Names the child, and passes on what came since `begin`.
void swop_foreground_attach(pid_t child);

/// Asks the child to end with SIGTERM.
void swop_foreground_terminate(void);

/// Waits for the child's end, stopping this process whenever the child stops. Then undoes `begin` and
/// reaps. Returns 0 or an errno.
int swop_foreground_wait(int *status);

/// When a process started, in microseconds since 1970; 0 if it does not exist. Apple's systems only.
uint64_t swop_process_start(pid_t process);

#endif
