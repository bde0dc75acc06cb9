#include "CBuild.h"

#ifndef SWOP_BUILD
#define SWOP_BUILD ""
#endif

const char *cbuild_mark(void) { return SWOP_BUILD; }
