// What the program was built from, when its builder said so (the variable SWOP_BUILD).
#ifndef CBUILD_H
#define CBUILD_H

/// The commit or another mark of the build; empty when unsaid.
const char *cbuild_mark(void);

#endif
