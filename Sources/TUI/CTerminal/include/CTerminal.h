// The terminal: drawing through ncurses, signals, and children that borrow the screen. Plain integers only,
// so that nothing of curses.h reaches Swift. All of it is used from one thread, except cterm_wake.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// --- Drawing (curses.c) -----------------------------------------------------------------------------

/// What a cell may have beside its colours.
enum { CTERM_BOLD = 1, CTERM_DIM = 2, CTERM_UNDERLINE = 4, CTERM_REVERSE = 8 };

/// Loads ncurses when it is first called. Returns what is wrong, or NULL.
const char *cterm_load(void);

/// Whether a terminal of this type is known and can move its cursor and clear its screen: 1 if so, 0 if it
/// is too simple, -1 if it is unknown.
int cterm_knows(const char *type);

/// Takes the screen of standard output. Returns 0, or -1.
int cterm_open(const char *type, int rows, int columns);

/// Gives the screen back for good.
void cterm_close(void);

/// Gives the screen back for a while, and takes it again.
void cterm_leave(void);
void cterm_return(int rows, int columns);

/// Takes over a new size.
void cterm_resize(int rows, int columns);

/// How many colours there are, and whether a number above 7 is a colour by its parts.
int cterm_colors(void);
bool cterm_is_direct(void);

/// Draws cells of one look from a place on. `scalars` holds the text of all cells, `counts` how many of
/// them each cell has, `widths` the columns each takes. A colour of -1 is the terminal's own.
struct cterm_run {
  int row, column, cells;
  const uint32_t *scalars;
  const uint8_t *counts;
  const uint8_t *widths;
  int foreground, background, attributes;
};
void cterm_put(const struct cterm_run *run);

/// Sends what was drawn; everything if `whole`. The cursor goes to a place, visible or not.
void cterm_flush(bool whole, int row, int column, bool visible);

// --- Signals and the way back (guard.c) -------------------------------------------------------------

/// What `cterm_wait` and the signals leave in the pipe.
enum {
  CTERM_WOKEN = 1,
  CTERM_RESIZED = 2,
  CTERM_STOP_WANTED = 4,
  CTERM_CONTINUED = 8,
  CTERM_END_WANTED = 16,
  CTERM_INPUT = 32
};

/// Saves the terminal's modes, and watches resize, stop, end and crash signals. `report` is where a crash is
/// described; NULL for nowhere. Standard error goes to `log`, a descriptor, until `cterm_unguard`; -1
/// leaves it. Returns 0 or an errno.
int cterm_guard(const char *report, int log);

/// Puts signals, standard error and modes back.
void cterm_unguard(void);

/// Says whether a child has the screen. Then standard error is what it was before, and the keys that
/// interrupt are the child's: what reaches this process is passed on.
void cterm_set_lent(bool lent);

/// A string of the terminal's entry in the database, NULL if it has none.
const char *cterm_capability(const char *name);

/// What is written to the terminal when a crash gives it back; at most 255 bytes.
void cterm_prepare_return(const char *sequence);

/// Writes bytes to the terminal.
void cterm_write(const char *bytes, size_t length);

/// Waits for input, a signal or cterm_wake, at most so many milliseconds; -1 forever. Returns the bits
/// above.
int cterm_wait(int milliseconds);

/// Wakes cterm_wait; from any thread.
void cterm_wake(void);

/// The signal that asked for the end, 0 for none.
int cterm_end_signal(void);

/// Reads what is there from standard input. Returns the count, 0 at the end of input, -1 if interrupted.
int cterm_read(uint8_t *bytes, int capacity);

/// The size of the terminal. Returns 0, or -1 if it does not say.
int cterm_size(int *rows, int *columns);

/// Stops this process's group as Ctrl-Z does, and returns when it goes on.
void cterm_stop_group(void);

/// Throws away what was typed and not read.
void cterm_drop_input(void);

// --- Children on the screen (child.c) ---------------------------------------------------------------

/// Starts a program in a process group of its own and gives that the terminal. Returns 0 or an errno.
int cterm_child_start(
    const char *executable, char *const *arguments, char *const *environment,
    const char *directory, pid_t *child);

/// Waits until the child has ended or stopped, then takes the terminal back. Returns 0 or an errno; `status`
/// is what the system's wait gives.
int cterm_child_wait(pid_t child, int *status);

/// Gives a stopped child the terminal again and lets it go on.
void cterm_child_continue(pid_t child);

/// Starts a program that reads `bytes` and is not waited for; a few kilobytes, so that nothing blocks.
/// Returns 0 or an errno.
int cterm_feed(const char *executable, char *const *arguments, const char *bytes, size_t length);

// Only guard.c and child.c: the group a signal that asks for the end goes to as well.
void cterm_set_child_group(pid_t group);

// Only guard.c and child.c: the line is as it was before `cterm_guard`.
void cterm_restore_modes(void);

#endif
