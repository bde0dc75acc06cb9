// What the program was built from, when whoever built it said so (the variable SWOP_BUILD).
#ifndef CBUILD_H
#define CBUILD_H

/// The commit or another mark of the build; empty when nobody said.
const char *cbuild_mark(void);

#endif
