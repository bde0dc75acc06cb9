// What a command line needs of its own process: its environment, its terminal, its interrupts.
#ifndef CSYSTEM_TERMINAL_H
#define CSYSTEM_TERMINAL_H

/// The words of this process's environment, ended by a null pointer.
char *const *swop_environment(void);

/// The size of the terminal behind a descriptor. Returns 0, or -1 if it is not a terminal.
int swop_terminal_size(int descriptor, int *columns, int *rows);

/// Asks a question on standard error and reads the line that a terminal answers, without showing what is
/// typed; its end is not part of it. A signal that ends or stops the process finds the terminal as it was
/// before. Returns the length, -1 at the end of the input, on a failure, or if the line does not fit.
long swop_read_unseen_line(int terminal, const char *question, char *line, unsigned long size);

/// From now on SIGINT, SIGTERM and SIGHUP write their number as one byte to `descriptor`, each once;
/// a second one acts as it did before. A signal that was ignored stays ignored.
void swop_watch_interrupts(int descriptor);

/// Puts the signals back as they were before `swop_watch_interrupts`.
void swop_unwatch_interrupts(void);

#endif
