// Cuts a program off at one point of its work with files and sockets, so that a test can walk over every
// point. It is loaded before the program (LD_PRELOAD) and counts, over all threads, the calls that change
// something outside the process: `strace` counts each thread by itself, and so would miss points.
//
//   SWOP_CUT_AT=N        the point, from 1; without it nothing happens
//   SWOP_CUT_BY=kill     the process dies before the call, as by kill -9 or a power cut
//              =full     the disk is full from that call on: nothing grows any more, but what is there
//                        can still be renamed and removed
//              =eio      this one call fails with EIO, as on a bad sector or a lost network disk
//              =eintr    this one call fails with EINTR, as when a signal arrives; nothing was done
//   SWOP_CUT_NOTE=FILE   gets one line: the call at that point, or how many there were if it never came
//
// Children are not touched.
#ifdef __linux__
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long point;
static bool fills_disk;
// The error that the one call at the point fails with, 0 for none.
static int failure;
static char note[4096];
static atomic_long calls;
static pid_t process;

__attribute__((constructor)) static void begin(void) {
  const char *at = getenv("SWOP_CUT_AT");
  const char *by = getenv("SWOP_CUT_BY");
  const char *file = getenv("SWOP_CUT_NOTE");
  process = getpid();
  point = at ? atol(at) : 0;
  fills_disk = by && strcmp(by, "full") == 0;
  if (by && strcmp(by, "eio") == 0) failure = EIO;
  if (by && strcmp(by, "eintr") == 0) failure = EINTR;
  if (file) snprintf(note, sizeof note, "%s", file);
  unsetenv("LD_PRELOAD");
  unsetenv("SWOP_CUT_AT");
}

static void write_note(const char *call, const char *path) {
  char line[4096];
  int length = snprintf(line, sizeof line, "%s %s\n", call, path ? path : "");
  if (!note[0] || length <= 0) return;
  if (length >= (int)sizeof line) length = sizeof line - 1;
  long file = syscall(SYS_openat, AT_FDCWD, note, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return;
  syscall(SYS_write, file, line, length);
  syscall(SYS_close, file);
}

__attribute__((destructor)) static void end(void) {
  long count = atomic_load(&calls);
  char number[32];
  snprintf(number, sizeof number, "%ld", count);
  if (point > 0 && count < point) write_note("end", number);
}

// Counts a call. Returns the error that it has to fail with, 0 for none.
static int cut(const char *call, const char *path, bool grows) {
  if (point <= 0) return 0;
  long now = atomic_fetch_add(&calls, 1) + 1;
  if (now == point) write_note(call, path);
  if (now < point) return 0;
  if (fills_disk) return grows ? ENOSPC : 0;
  if (failure) return now == point ? failure : 0;
  syscall(SYS_kill, getpid(), SIGKILL);
  for (;;) pause();
}

static int cut_file(const char *call, int file, bool grows) {
  char link[64], path[4096];
  struct stat status;
  if (point <= 0 || fstat(file, &status) != 0) return 0;
  // Pipes and event descriptors wake threads: how often depends on the moment.
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = 0;
  return cut(call, path, grows);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
// The program ends at once, without destructors.
void _exit(int status) {
  if (getpid() == process) end();
  REAL(_exit)(status);
  __builtin_unreachable();
}

// Counts the call, and fails it if that is due.
#define CUT(...) \
  do { \
    int error = __VA_ARGS__; \
    if (error) { \
      errno = error; \
      return -1; \
    } \
  } while (0)

// Whether an open may change a file: devices and what the kernel makes up are not on the disk.
static bool changes(const char *path, int flags) {
  if (strncmp(path, "/dev/", 5) == 0 || strncmp(path, "/proc/", 6) == 0) return false;
  return (flags & O_CREAT) || (flags & O_ACCMODE) != O_RDONLY;
}

#define OPEN(name, parameters, path, ...) \
  int name(parameters, int flags, ...) { \
    mode_t mode = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { \
      va_list list; \
      va_start(list, flags); \
      mode = va_arg(list, mode_t); \
      va_end(list); \
    } \
    if (changes(path, flags)) CUT(cut(#name, path, (flags & O_CREAT) && access(path, F_OK) != 0)); \
    return REAL(name)(__VA_ARGS__, flags, mode); \
  }
#define COMMA ,
OPEN(open, const char *path, path, path)
OPEN(open64, const char *path, path, path)
OPEN(openat, int at COMMA const char *path, path, at, path)
OPEN(openat64, int at COMMA const char *path, path, at, path)

ssize_t write(int file, const void *bytes, size_t count) {
  CUT(cut_file("write", file, true));
  return syscall(SYS_write, file, bytes, count);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  CUT(cut_file("writev", file, true));
  return syscall(SYS_writev, file, parts, count);
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
  CUT(cut_file("pwrite", file, true));
  return syscall(SYS_pwrite64, file, bytes, count, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
  CUT(cut_file("pwrite", file, true));
  return syscall(SYS_pwrite64, file, bytes, count, at);
}
int ftruncate(int file, off_t length) {
  CUT(cut_file("ftruncate", file, length > 0));
  return (int)syscall(SYS_ftruncate, file, length);
}
int ftruncate64(int file, off64_t length) {
  CUT(cut_file("ftruncate", file, length > 0));
  return (int)syscall(SYS_ftruncate, file, length);
}
int fsync(int file) {
  CUT(cut_file("fsync", file, false));
  return (int)syscall(SYS_fsync, file);
}
int fdatasync(int file) {
  CUT(cut_file("fdatasync", file, false));
  return (int)syscall(SYS_fdatasync, file);
}
int fchmod(int file, mode_t mode) {
  CUT(cut_file("fchmod", file, false));
  return (int)syscall(SYS_fchmod, file, mode);
}
int chmod(const char *path, mode_t mode) {
  CUT(cut("chmod", path, false));
  return REAL(chmod)(path, mode);
}
int fchmodat(int at, const char *path, mode_t mode, int flags) {
  CUT(cut("fchmodat", path, false));
  return REAL(fchmodat)(at, path, mode, flags);
}
int mkdir(const char *path, mode_t mode) {
  CUT(cut("mkdir", path, access(path, F_OK) != 0));
  return REAL(mkdir)(path, mode);
}
int rmdir(const char *path) {
  CUT(cut("rmdir", path, false));
  return REAL(rmdir)(path);
}
int unlink(const char *path) {
  CUT(cut("unlink", path, false));
  return REAL(unlink)(path);
}
int unlinkat(int at, const char *path, int flags) {
  CUT(cut("unlinkat", path, false));
  return REAL(unlinkat)(at, path, flags);
}
int rename(const char *from, const char *to) {
  CUT(cut("rename", to, false));
  return REAL(rename)(from, to);
}
int renameat(int old_at, const char *from, int new_at, const char *to) {
  CUT(cut("renameat", to, false));
  return REAL(renameat)(old_at, from, new_at, to);
}
int renameat2(int old_at, const char *from, int new_at, const char *to, unsigned flags) {
  CUT(cut("renameat2", to, false));
  return REAL(renameat2)(old_at, from, new_at, to, flags);
}
int link(const char *from, const char *to) {
  CUT(cut("link", to, true));
  return REAL(link)(from, to);
}
int linkat(int old_at, const char *from, int new_at, const char *to, int flags) {
  CUT(cut("linkat", to, true));
  return REAL(linkat)(old_at, from, new_at, to, flags);
}
int symlink(const char *from, const char *to) {
  CUT(cut("symlink", to, true));
  return REAL(symlink)(from, to);
}
int statvfs(const char *path, struct statvfs *disk) {
  int result = REAL(statvfs)(path, disk);
  if (result == 0 && fills_disk && point > 0 && atomic_load(&calls) >= point)
    disk->f_bavail = disk->f_bfree = 0;
  return result;
}
ssize_t send(int socket, const void *bytes, size_t count, int flags) {
  // What fails on the network is another matter: here it is a moment to die.
  if (!failure) cut("send", "socket", false);
  return sendto(socket, bytes, count, flags, NULL, 0);
}
// What arrives is a point too: between the answer and its place on disk is the worst moment.
ssize_t recv(int socket, void *bytes, size_t count, int flags) {
  ssize_t length = recvfrom(socket, bytes, count, flags, NULL, NULL);
  if (length > 0 && !failure) cut("after recv", "socket", false);
  return length;
}
#endif
