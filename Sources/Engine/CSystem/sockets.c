#define _GNU_SOURCE
#include "CSystemSockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif

#ifdef __linux__
int csystem_epoll_create(void) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  return epoll < 0 ? -errno : epoll;
}

int csystem_epoll_set(int epoll, int operation, int descriptor, uint32_t interest, uint64_t token) {
  struct epoll_event event = {.data.u64 = token};
  if (interest & CSYSTEM_READABLE) event.events |= EPOLLIN;
  if (interest & CSYSTEM_WRITABLE) event.events |= EPOLLOUT;
  if (interest & CSYSTEM_ENDED) event.events |= EPOLLRDHUP;
  int code = operation == CSYSTEM_ADD      ? EPOLL_CTL_ADD
             : operation == CSYSTEM_CHANGE ? EPOLL_CTL_MOD
                                           : EPOLL_CTL_DEL;
  return epoll_ctl(epoll, code, descriptor, &event) < 0 ? -errno : 0;
}

int csystem_epoll_wait(int epoll, csystem_event *events, int capacity, int milliseconds) {
  struct epoll_event native[256];
  if (capacity > 256) capacity = 256;
  int count = epoll_wait(epoll, native, capacity, milliseconds);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (int index = 0; index < count; index++) {
    uint32_t bits = native[index].events, ready = 0;
    if (bits & EPOLLIN) ready |= CSYSTEM_READABLE;
    if (bits & EPOLLOUT) ready |= CSYSTEM_WRITABLE;
    if (bits & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) ready |= CSYSTEM_ENDED;
    events[index].token = native[index].data.u64;
    events[index].readiness = ready;
  }
  return count;
}
#endif

#ifdef POLLRDHUP
#define POLL_ENDED POLLRDHUP
#else
// Elsewhere POLLHUP says the same without being asked.
#define POLL_ENDED 0
#endif

short csystem_poll_events(uint32_t interest) {
  short events = 0;
  if (interest & CSYSTEM_READABLE) events |= POLLIN;
  if (interest & CSYSTEM_WRITABLE) events |= POLLOUT;
  if (interest & CSYSTEM_ENDED) events |= POLL_ENDED;
  return events;
}

uint32_t csystem_poll_readiness(short returned) {
  uint32_t ready = 0;
  if (returned & POLLIN) ready |= CSYSTEM_READABLE;
  if (returned & POLLOUT) ready |= CSYSTEM_WRITABLE;
  if (returned & (POLL_ENDED | POLLHUP | POLLERR | POLLNVAL)) ready |= CSYSTEM_ENDED;
  return ready;
}

static void make_private(int descriptor) {
  fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
  fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

int csystem_waker_open(int descriptors[2]) {
#ifdef __linux__
  int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor < 0) return -errno;
  descriptors[0] = descriptors[1] = descriptor;
#else
  if (pipe(descriptors) < 0) return -errno;
  make_private(descriptors[0]);
  make_private(descriptors[1]);
#endif
  return 0;
}

void csystem_waker_wake(int writing_end) {
  // A full pipe or counter already wakes.
  uint64_t one = 1;
  ssize_t ignored = write(writing_end, &one, sizeof one);
  (void)ignored;
}

void csystem_waker_clear(int reading_end) {
  uint64_t words[64];
  while (read(reading_end, words, sizeof words) == (ssize_t)sizeof words) {
  }
}

int64_t csystem_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int open_socket(int domain) {
#ifdef __linux__
  return socket(domain, SOCK_STREAM | SOCK_CLOEXEC, 0);
#else
  int descriptor = socket(domain, SOCK_STREAM, 0);
  if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  return descriptor;
#endif
}

static int fail(int descriptor) {
  int error = errno;
  if (descriptor >= 0) close(descriptor);
  return -error;
}

static int fill(const char *address, uint16_t port, struct sockaddr_storage *storage, socklen_t *size) {
  memset(storage, 0, sizeof *storage);
  struct sockaddr_in *four = (struct sockaddr_in *)storage;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *)storage;
  if (inet_pton(AF_INET, address, &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
    four->sin_port = htons(port);
    *size = sizeof *four;
    return 0;
  }
  if (inet_pton(AF_INET6, address, &six->sin6_addr) == 1) {
    six->sin6_family = AF_INET6;
    six->sin6_port = htons(port);
    *size = sizeof *six;
    return 0;
  }
  errno = EINVAL;
  return -1;
}

static int fill_unix(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  strcpy(address->sun_path, path);
  return 0;
}

int csystem_listen_tcp(const char *address, uint16_t port, int backlog) {
  struct sockaddr_storage storage;
  socklen_t size;
  if (fill(address, port, &storage, &size) < 0) return -errno;
  int descriptor = open_socket(storage.ss_family);
  if (descriptor < 0) return -errno;
  int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(descriptor, (struct sockaddr *)&storage, size) < 0) return fail(descriptor);
  if (listen(descriptor, backlog) < 0) return fail(descriptor);
  make_private(descriptor);
  return descriptor;
}

// Removes a socket file that refuses connections: its server died without cleaning up.
static int remove_abandoned(const char *path, const struct sockaddr_un *address) {
  struct stat status;
  if (lstat(path, &status) < 0 || !S_ISSOCK(status.st_mode)) return -1;
  int probe = open_socket(AF_UNIX);
  if (probe < 0) return -1;
  int refused = connect(probe, (const struct sockaddr *)address, sizeof *address) < 0 &&
                errno == ECONNREFUSED;
  close(probe);
  return refused ? unlink(path) : -1;
}

int csystem_listen_unix(const char *path, int backlog) {
  struct sockaddr_un address;
  if (fill_unix(path, &address) < 0) return -errno;
  int descriptor = open_socket(AF_UNIX);
  if (descriptor < 0) return -errno;
  if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) {
    if (errno != EADDRINUSE) return fail(descriptor);
    if (remove_abandoned(path, &address) < 0) {
      close(descriptor);
      return -EADDRINUSE;
    }
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return fail(descriptor);
  }
  // Before listening, so that no one else can ever connect.
  if (chmod(path, 0600) < 0 || listen(descriptor, backlog) < 0) return fail(descriptor);
  make_private(descriptor);
  return descriptor;
}

int csystem_adopt_listener(int descriptor) {
  struct sockaddr_in address = {0};
  socklen_t size = sizeof address;
  int listens = 0, type = 0;
  socklen_t flag_size = sizeof listens, type_size = sizeof type;
  if (getsockname(descriptor, (struct sockaddr *)&address, &size) < 0 ||
      address.sin_family != AF_INET || address.sin_addr.s_addr != htonl(INADDR_LOOPBACK) ||
      getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &type_size) < 0 || type != SOCK_STREAM ||
      getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &flag_size) < 0 || !listens)
    return -EINVAL;
  make_private(descriptor);
  return ntohs(address.sin_port);
}

int csystem_local_port(int descriptor) {
  struct sockaddr_storage storage;
  socklen_t size = sizeof storage;
  if (getsockname(descriptor, (struct sockaddr *)&storage, &size) < 0) return -errno;
  if (storage.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&storage)->sin_port);
  if (storage.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&storage)->sin6_port);
  return 0;
}

static void tune(int descriptor) {
  int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#ifdef SO_NOSIGPIPE
  setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
}

int csystem_accept(int listener) {
#ifdef __linux__
  int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor < 0) return -errno;
#else
  int descriptor = accept(listener, NULL, NULL);
  if (descriptor < 0) return -errno;
  make_private(descriptor);
#endif
  tune(descriptor);
  return descriptor;
}

static int connect_to(const struct sockaddr *address, socklen_t size) {
  int descriptor = open_socket(address->sa_family);
  if (descriptor < 0) return -errno;
  if (connect(descriptor, address, size) < 0) return fail(descriptor);
  make_private(descriptor);
  tune(descriptor);
  return descriptor;
}

int csystem_connect_tcp(const char *address, uint16_t port) {
  struct sockaddr_storage storage;
  socklen_t size;
  if (fill(address, port, &storage, &size) < 0) return -errno;
  return connect_to((struct sockaddr *)&storage, size);
}

int csystem_connect_unix(const char *path) {
  struct sockaddr_un address;
  if (fill_unix(path, &address) < 0) return -errno;
  return connect_to((struct sockaddr *)&address, sizeof address);
}

long csystem_send(int descriptor, const void *bytes, size_t count) {
#ifdef MSG_NOSIGNAL
  ssize_t sent = send(descriptor, bytes, count, MSG_NOSIGNAL);
#else
  ssize_t sent = send(descriptor, bytes, count, 0);
#endif
  return sent < 0 ? -errno : sent;
}

long csystem_receive(int descriptor, void *bytes, size_t count) {
  ssize_t received = recv(descriptor, bytes, count, 0);
  return received < 0 ? -errno : received;
}

int csystem_shutdown_writing(int descriptor) {
  return shutdown(descriptor, SHUT_WR) < 0 ? -errno : 0;
}

int csystem_socket_error(int descriptor) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) < 0) return errno;
  return error;
}

void csystem_close_socket(int descriptor, int reset) {
  if (reset) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  }
  close(descriptor);
}

struct thread_start {
  void (*body)(void *);
  void *context;
};

static void *run_thread(void *argument) {
  struct thread_start start = *(struct thread_start *)argument;
  free(argument);
  start.body(start.context);
  return NULL;
}

int csystem_start_thread(void (*body)(void *), void *context) {
  struct thread_start *start = malloc(sizeof *start);
  if (start == NULL) return -ENOMEM;
  start->body = body;
  start->context = context;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Signals belong to the threads that expect them.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run_thread, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error != 0) free(start);
  return -error;
}

static _Thread_local void *thread_mark;

void *csystem_thread_mark(void) { return thread_mark; }

void csystem_set_thread_mark(void *mark) { thread_mark = mark; }
