// Declarations that the C library module of Swift lacks.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include "CSystemProcess.h"
#include "CSystemSockets.h"
#include "CSystemTerminal.h"

/// Renames a file or folder; an existing target is the error EEXIST. A file system that cannot refuse
/// gives EINVAL or ENOTSUP. Returns 0, or -1 with errno set.
int swop_rename_exclusive(const char *from, const char *to);

#endif
