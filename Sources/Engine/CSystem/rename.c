#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CSystem.h"
#include <fcntl.h>
#include <stdio.h>

#ifdef __linux__
int swop_rename_exclusive(const char *from, const char *to) {
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE);
}
#else
int swop_rename_exclusive(const char *from, const char *to) {
  return renamex_np(from, to, RENAME_EXCL);
}
#endif
