// Readiness, sockets and threads for the event loop: plain functions over integers, so that the
// differences between Linux and macOS stay in C. Functions that can fail return -errno.
#ifndef CSYSTEM_SOCKETS_H
#define CSYSTEM_SOCKETS_H

#include <stddef.h>
#include <stdint.h>

/// What a descriptor is ready for, and what someone waits for.
enum {
  CSYSTEM_READABLE = 1,
  CSYSTEM_WRITABLE = 2,
  /// The other side closed its half, or the connection failed.
  CSYSTEM_ENDED = 4
};

typedef struct {
  uint64_t token;
  uint32_t readiness;
} csystem_event;

enum { CSYSTEM_ADD = 0, CSYSTEM_CHANGE = 1, CSYSTEM_REMOVE = 2 };

#ifdef __linux__
int csystem_epoll_create(void);
int csystem_epoll_set(int epoll, int operation, int descriptor, uint32_t interest, uint64_t token);
/// Waits; a negative time waits forever. Returns the number of events, 0 when interrupted.
int csystem_epoll_wait(int epoll, csystem_event *events, int capacity, int milliseconds);
#endif

/// The `poll` bits for an interest, and the readiness for the bits that came back.
short csystem_poll_events(uint32_t interest);
uint32_t csystem_poll_readiness(short returned);

/// A descriptor pair that wakes a waiting thread; both ends are the same where eventfd exists.
int csystem_waker_open(int descriptors[2]);
void csystem_waker_wake(int writing_end);
void csystem_waker_clear(int reading_end);

/// Monotonic time in nanoseconds.
int64_t csystem_monotonic_nanoseconds(void);

/// Listens on a literal IPv4 or IPv6 address; returns the descriptor.
int csystem_listen_tcp(const char *address, uint16_t port, int backlog);
/// Listens on a unix socket that only its owner may use. A socket file no one serves is replaced.
int csystem_listen_unix(const char *path, int backlog);
int csystem_local_port(int descriptor);
/// Makes a listening socket that another process opened fit for this one's loop. Returns its port, or -EINVAL
/// for anything but a TCP socket that listens on 127.0.0.1.
int csystem_adopt_listener(int descriptor);
/// Accepts one connection, non-blocking, closed on exec, without delay of small packets.
int csystem_accept(int listener);
/// The user who has the other end of an accepted connection: a unix socket, or 127.0.0.1. Returns -ENOENT
/// when no process holds that end any more, another negative errno when the system does not tell.
int csystem_peer_user(int descriptor, uint32_t *user);
/// Connects to a literal IPv4 address; a blocking connect, then a non-blocking descriptor.
int csystem_connect_tcp(const char *address, uint16_t port);
int csystem_connect_unix(const char *path);
/// As `send` and `recv`, without a signal when the other side is gone.
long csystem_send(int descriptor, const void *bytes, size_t count);
long csystem_receive(int descriptor, void *bytes, size_t count);
int csystem_shutdown_writing(int descriptor);
/// The error a socket holds, as a positive errno, 0 for none.
int csystem_socket_error(int descriptor);
/// Closes; with `reset` what was not sent yet is thrown away and the other side sees a reset.
void csystem_close_socket(int descriptor, int reset);

/// Runs `body` on a thread of its own.
int csystem_start_thread(void (*body)(void *), void *context);
/// One pointer for every thread: which event loop runs on it.
void *csystem_thread_mark(void);
void csystem_set_thread_mark(void *mark);

#endif
