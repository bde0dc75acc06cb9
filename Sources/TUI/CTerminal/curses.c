// The one file that includes curses.h. ncurses draws and nothing else: keys are read and understood in
// Swift, so that no sequence it does not know can arrive as letters. The library is opened when the
// dashboard starts; no other command pays for it.
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CTerminal.h"

#include <curses.h>
#include <dlfcn.h>
#include <locale.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// Macros of the header stand before functions of the same name.
#undef wmove
#undef wattr_set
#undef clearok
#undef wnoutrefresh
#undef leaveok
#undef columns

#define FUNCTIONS(X)                                                                             \
  X(newterm) X(delscreen) X(endwin) X(raw) X(noecho) X(nonl) X(typeahead) X(start_color)         \
  X(use_default_colors) X(init_pair) X(wmove) X(waddnwstr) X(wattr_set) X(clearok)               \
  X(wnoutrefresh) X(doupdate) X(resizeterm) X(reset_prog_mode) X(curs_set)                       \
  X(tigetnum) X(tigetflag) X(tigetstr) X(setupterm) X(set_curterm) X(del_curterm)

#define DECLARE(name) __typeof__(name) *name##_function;
static struct {
  FUNCTIONS(DECLARE)
  // Newer libraries only; without it there are no colours by their parts.
  int (*init_extended_pair)(int, int, int);
  WINDOW **screen_window, **current_window;
} curses;

static const char *problem;
static bool is_loaded;
static SCREEN *screen;
static WINDOW *window;
static int shown_cursor;

enum { PAIRS = 255 };
static struct {
  int foreground, background;
} pairs[PAIRS + 1];
static int used_pairs, pair_limit;
static bool is_colored, direct;

const char *cterm_load(void) {
  static const char *const names[] = {
#ifdef __APPLE__
      "/usr/lib/libncurses.5.4.dylib", "/usr/lib/libncurses.dylib",
#else
      "libncursesw.so.6",
#endif
  };
  if (is_loaded) return problem;
  is_loaded = true;
  void *library = NULL;
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++)
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return problem = "it could not be loaded";
#define LOOK_UP(name)                                                                            \
  *(void **)&curses.name##_function = dlsym(library, #name);                                     \
  if (curses.name##_function == NULL) return problem = "it lacks " #name;
  FUNCTIONS(LOOK_UP)
  *(void **)&curses.init_extended_pair = dlsym(library, "init_extended_pair");
  curses.screen_window = dlsym(library, "stdscr");
  curses.current_window = dlsym(library, "curscr");
  if (curses.screen_window == NULL || curses.current_window == NULL)
    return problem = "it lacks stdscr";
  return NULL;
}

static bool has_string(const char *name) {
  const char *text = curses.tigetstr_function(name);
  return text != NULL && text != (const char *)-1;
}

const char *cterm_capability(const char *name) {
  return has_string(name) ? curses.tigetstr_function(name) : NULL;
}

int cterm_knows(const char *type) {
  int found = 0;
  if (curses.setupterm_function(type, STDOUT_FILENO, &found) != OK) return -1;
  return has_string("cup") && has_string("clear") ? 1 : 0;
}

// Pairs are made when they are needed and looked for in order: a theme has some thirty.
static int pair_of(int foreground, int background) {
  if (!is_colored || (foreground < 0 && background < 0)) return 0;
  for (int pair = 1; pair <= used_pairs; pair++)
    if (pairs[pair].foreground == foreground && pairs[pair].background == background) return pair;
  // A theme that was changed often may have used them all; the newest takes the last.
  int pair = used_pairs < pair_limit ? ++used_pairs : pair_limit;
  if (pair <= 0) return 0;
  pairs[pair].foreground = foreground;
  pairs[pair].background = background;
  if (direct)
    curses.init_extended_pair(pair, foreground, background);
  else
    curses.init_pair_function((short)pair, (short)foreground, (short)background);
  return pair;
}

static void set_up_colors(void) {
  used_pairs = 0;
  int colors = curses.tigetnum_function("colors");
  int there = curses.tigetnum_function("pairs") - 1;
  is_colored = colors >= 8 && curses.start_color_function() == OK;
  if (is_colored) curses.use_default_colors_function();
  direct = is_colored && curses.init_extended_pair != NULL &&
           curses.tigetflag_function("RGB") > 0 && colors > 256;
  pair_limit = there < PAIRS ? there : PAIRS;
}

int cterm_open(const char *type, int rows, int columns) {
  setlocale(LC_CTYPE, "");
  // What `cterm_knows` found is no one's once the screen has its own.
  TERMINAL *found = curses.set_curterm_function(NULL);
  screen = curses.newterm_function(type, stdout, stdin);
  if (found != NULL) curses.del_curterm_function(found);
  if (screen == NULL) return -1;
  window = *curses.screen_window;
  curses.raw_function();
  curses.noecho_function();
  curses.nonl_function();
  // Else a frame is left half drawn when a key waits.
  curses.typeahead_function(-1);
  set_up_colors();
  // Until it was left once, ncurses writes whatever it has at every move of the cursor: a dozen writes a
  // frame, each a packet of its own over SSH. Taken again it writes a frame in one go.
  cterm_leave();
  cterm_return(rows, columns);
  return 0;
}

void cterm_close(void) {
  if (screen == NULL) return;
  curses.curs_set_function(1);
  curses.endwin_function();
  curses.delscreen_function(screen);
  screen = NULL;
}

void cterm_leave(void) {
  curses.curs_set_function(1);
  shown_cursor = -1;
  curses.endwin_function();
}

void cterm_return(int rows, int columns) {
  curses.reset_prog_mode_function();
  cterm_resize(rows, columns);
}

void cterm_resize(int rows, int columns) {
  curses.resizeterm_function(rows, columns);
  window = *curses.screen_window;
}

int cterm_colors(void) {
  int colors = curses.tigetnum_function("colors");
  return colors < 0 ? 0 : colors;
}

bool cterm_is_direct(void) { return direct; }

// What the C library measures otherwise than we do would shift everything behind it: it becomes "?".
static int add_cell(wchar_t *text, const uint32_t *scalars, int count, int width) {
  int columns = 0, length = 0;
  for (int index = 0; index < count && columns >= 0; index++) {
    bool is_ascii = scalars[index] >= 0x20 && scalars[index] < 0x7F;
    int step = is_ascii ? 1 : wcwidth((wchar_t)scalars[index]);
    columns = step < 0 ? -1 : columns + step;
  }
  if (columns != width) {
    for (; length < width; length++) text[length] = L'?';
    return length;
  }
  // A cell of ncurses holds a character and four marks.
  for (int index = 0; index < count && length < 5 + width; index++)
    text[length++] = (wchar_t)scalars[index];
  return length;
}

void cterm_put(const struct cterm_run *run) {
  attr_t attributes = 0;
  int foreground = run->foreground;
  if (run->attributes & CTERM_BOLD) attributes |= A_BOLD;
  if (run->attributes & CTERM_DIM) attributes |= A_DIM;
  if (run->attributes & CTERM_UNDERLINE) attributes |= A_UNDERLINE;
  if (run->attributes & CTERM_REVERSE) attributes |= A_REVERSE;
  // Eight colours have their bright forms in bold.
  if (foreground >= 8 && foreground < 16 && !direct && cterm_colors() < 16) {
    foreground -= 8;
    attributes |= A_BOLD;
  }
  int background = run->background;
  if (background >= 8 && background < 16 && !direct && cterm_colors() < 16) background -= 8;
  curses.wattr_set_function(window, attributes, (short)pair_of(foreground, background), NULL);
  curses.wmove_function(window, run->row, run->column);
  const uint32_t *scalars = run->scalars;
  wchar_t text[512];
  int length = 0;
  for (int cell = 0; cell < run->cells; cell++) {
    int count = run->counts[cell] < 32 ? run->counts[cell] : 32;
    int width = run->widths[cell] < 32 ? run->widths[cell] : 32;
    if (length + 64 > 512) {
      curses.waddnwstr_function(window, text, length);
      length = 0;
    }
    length += add_cell(text + length, scalars, count, width);
    scalars += run->counts[cell];
  }
  curses.waddnwstr_function(window, text, length);
}

void cterm_flush(bool whole, int row, int column, bool visible) {
  if (whole) curses.clearok_function(*curses.current_window, TRUE);
  if (shown_cursor != visible) {
    curses.curs_set_function(visible ? 1 : 0);
    shown_cursor = visible;
  }
  curses.wmove_function(window, row, column);
  curses.wnoutrefresh_function(window);
  curses.doupdate_function();
}
