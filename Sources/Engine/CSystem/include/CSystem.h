// Declarations that the C library module of Swift lacks.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include "CSystemProcess.h"
#include "CSystemSockets.h"
#include "CSystemTerminal.h"

/// Renames a file or folder; an existing target is the error EEXIST. A file system that cannot refuse
/// gives EINVAL or ENOTSUP. Returns 0, or -1 with errno set.
int swop_rename_exclusive(const char *from, const char *to);

/// Puts off INT, TERM, HUP and QUIT where they would end this process, until `swop_lower_shield` was called
/// as often as this; then what arrived has its effect. Signals that are handled or ignored stay so.
void swop_raise_shield(void);
void swop_lower_shield(void);

/// Keeps this process's memory out of crash reports: no backtrace by the Swift runtime, which shows what
/// registers point to, and no core dump. Children are not affected.
void swop_keep_memory_private(void);

/// Hands memory that was freed back to the system, where the C library keeps it. After hundreds of streams
/// this takes some milliseconds, otherwise far less than one.
void swop_give_back_memory(void);

/// How far the clocks of the system's zone (TZ, else /etc/localtime) are east of UTC at a moment, in
/// seconds; both count from 1970. 0 where the C library cannot tell: it takes UTC for a TZ it does not know.
long swop_utc_offset(long long moment);

#endif
