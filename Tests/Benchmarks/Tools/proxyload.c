// The two ends of the proxy's benchmark: a backend that costs next to nothing, and clients that measure.
//
//   proxyload serve
//       prints its port and serves models, accounts/check and turns until its input ends
//   proxyload rps PORT TOKEN CONNECTIONS SECONDS
//       small requests: a second, and their latency
//   proxyload streams PORT TOKEN STREAMS DELTAS MILLISECONDS
//       turns all at once: time to the first event, and how late every event is
//   proxyload bodies PORT TOKEN BYTES COUNT
//       turns one after another with a body of this size: their latency
//
// Results are one line, times in microseconds: "rate p50 p99", "first-p50 first-p99 lag-p50 lag-p99 events
// all", "p50 p99 count".
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 1 << 16, MOST = 8192 };

struct connection {
  int descriptor, deltas, interval;
  long long due, body, sent_at, first_at;
  size_t filled;
  int is_streaming, is_done;
  char room[4096];
};

static struct connection *table[MOST];
static int64_t *samples;
static size_t sample_count, sample_room;

static long long now_microseconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000LL + time.tv_nsec / 1000;
}

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void note(int64_t value) {
  if (sample_count == sample_room) {
    sample_room = sample_room ? sample_room * 2 : 4096;
    samples = realloc(samples, sample_room * sizeof *samples);
    if (samples == NULL) fail("memory");
  }
  samples[sample_count++] = value;
}

static int compare(const void *one, const void *other) {
  int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
  return a < b ? -1 : a > b;
}

static int64_t percentile(double share) {
  if (sample_count == 0) return -1;
  size_t place = (size_t)(share * (double)(sample_count - 1));
  return samples[place];
}

static void write_all(int descriptor, const char *text, size_t count) {
  while (count > 0) {
    ssize_t done = send(descriptor, text, count, MSG_NOSIGNAL);
    if (done < 0 && (errno == EAGAIN || errno == EINTR)) {
      struct pollfd wait = {descriptor, POLLOUT, 0};
      poll(&wait, 1, 1000);
      continue;
    }
    if (done <= 0) return;
    text += done;
    count -= (size_t)done;
  }
}

// MARK: The backend

static const char *header(const char *head, const char *name, char *value, size_t room) {
  const char *place = strcasestr(head, name);
  if (place == NULL) return NULL;
  place += strlen(name);
  while (*place == ' ') place++;
  size_t length = strcspn(place, "\r\n");
  if (length >= room) length = room - 1;
  memcpy(value, place, length);
  value[length] = 0;
  return value;
}

static void chunk(int descriptor, const char *text) {
  char framed[1024];
  int length = snprintf(framed, sizeof framed, "%zx\r\n%s\r\n", strlen(text), text);
  write_all(descriptor, framed, (size_t)length);
}

static void answer(int descriptor, const char *body) {
  char text[4096];
  int length = snprintf(
      text, sizeof text,
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
      strlen(body), body);
  write_all(descriptor, text, (size_t)length);
}

static void delta(struct connection *client) {
  char event[512];
  snprintf(
      event, sizeof event,
      "data: {\"type\":\"response.output_text.delta\",\"at\":%lld,\"delta\":\"word \"}\n\n",
      now_microseconds());
  chunk(client->descriptor, event);
  if (--client->deltas > 0) return;
  chunk(
      client->descriptor,
      "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}\n\n");
  write_all(client->descriptor, "0\r\n\r\n", 5);
  client->is_streaming = 0;
}

static void respond(struct connection *client, const char *head) {
  char value[256], body[2048];
  if (strncmp(head, "POST ", 5) == 0 && strstr(head, "/responses ") != NULL) {
    client->deltas = header(head, "\nx-bench-deltas:", value, sizeof value) ? atoi(value) : 1;
    client->interval =
        header(head, "\nx-bench-interval:", value, sizeof value) ? atoi(value) * 1000 : 0;
    const char *opening = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n";
    write_all(client->descriptor, opening, strlen(opening));
    chunk(client->descriptor, "data: {\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}\n\n");
    client->is_streaming = 1;
    client->due = now_microseconds() + client->interval;
    delta(client);
    while (client->is_streaming && client->interval == 0) delta(client);
  } else if (strstr(head, "accounts/check") != NULL) {
    if (header(head, "\nchatgpt-account-id:", value, sizeof value) == NULL) strcpy(value, "none");
    snprintf(
        body, sizeof body,
        "{\"accounts\":[{\"id\":\"%s\",\"workspace_backend_origin\":\"NO_CONSTRAINT\","
        "\"account_routing_override\":\"NO_CONSTRAINT\"}]}",
        value);
    answer(client->descriptor, body);
  } else {
    memset(body, ' ', 1024);
    body[0] = '{', body[1] = '}', body[1024] = 0;
    answer(client->descriptor, body);
  }
}

// Returns 0 when the client has left.
static int receive(struct connection *client) {
  static char bytes[ROOM];
  ssize_t count = recv(client->descriptor, bytes, sizeof bytes, 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 1;
  if (count <= 0) return 0;
  for (size_t place = 0; place < (size_t)count;) {
    if (client->body > 0) {
      long long taken = count - (ssize_t)place;
      if (taken > client->body) taken = client->body;
      client->body -= taken;
      place += (size_t)taken;
      if (client->body == 0) respond(client, client->room);
      continue;
    }
    if (client->filled + 1 >= sizeof client->room) return 0;
    client->room[client->filled++] = bytes[place++];
    client->room[client->filled] = 0;
    if (client->filled < 4 || strcmp(client->room + client->filled - 4, "\r\n\r\n") != 0) continue;
    char value[64];
    client->filled = 0;
    client->body =
        header(client->room, "\ncontent-length:", value, sizeof value) ? atoll(value) : 0;
    if (client->body == 0) respond(client, client->room);
  }
  return 1;
}

static int serve(void) {
  int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (bind(listener, (void *)&address, size) || listen(listener, 4096)) fail("listen");
  getsockname(listener, (void *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  int poller = epoll_create1(0);
  struct epoll_event change = {.events = EPOLLIN, .data.fd = listener}, events[256];
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &change);
  change.data.fd = 0;
  epoll_ctl(poller, EPOLL_CTL_ADD, 0, &change);
  int highest = 0;
  while (1) {
    int wait = -1;
    long long now = now_microseconds();
    for (int index = 0; index <= highest; index++) {
      struct connection *client = table[index];
      if (client == NULL || !client->is_streaming) continue;
      while (client->is_streaming && client->due <= now) {
        client->due += client->interval;
        delta(client);
      }
      if (!client->is_streaming) continue;
      int left = (int)((client->due - now) / 1000);
      if (wait < 0 || left < wait) wait = left;
    }
    int count = epoll_wait(poller, events, 256, wait);
    for (int index = 0; index < count; index++) {
      int descriptor = events[index].data.fd;
      if (descriptor == 0) return 0;
      if (descriptor == listener) {
        int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (client < 0 || client >= MOST) continue;
        setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        table[client] = calloc(1, sizeof **table);
        table[client]->descriptor = client;
        if (client > highest) highest = client;
        change.data.fd = client;
        epoll_ctl(poller, EPOLL_CTL_ADD, client, &change);
      } else if (!receive(table[descriptor])) {
        free(table[descriptor]);
        table[descriptor] = NULL;
        close(descriptor);
      }
    }
  }
}

// MARK: The clients

static int connect_to(int port) {
  int descriptor = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (descriptor < 0 || connect(descriptor, (void *)&address, sizeof address)) fail("connect");
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return descriptor;
}

static void nonblocking(int descriptor) {
  fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

static int rps(int port, const char *token, int connections, int seconds) {
  char request[4096];
  int length = snprintf(
      request, sizeof request,
      "GET /backend-api/codex/models HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n",
      token);
  int poller = epoll_create1(0);
  struct epoll_event events[256];
  for (int index = 0; index < connections; index++) {
    struct connection *client = calloc(1, sizeof *client);
    client->descriptor = connect_to(port);
    nonblocking(client->descriptor);
    struct epoll_event change = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, client->descriptor, &change);
    client->sent_at = now_microseconds();
    write_all(client->descriptor, request, (size_t)length);
  }
  long long start = now_microseconds(), end = start + seconds * 1000000LL;
  while (now_microseconds() < end) {
    int count = epoll_wait(poller, events, 256, 100);
    for (int index = 0; index < count; index++) {
      static char bytes[ROOM];
      struct connection *client = events[index].data.ptr;
      ssize_t got = recv(client->descriptor, bytes, sizeof bytes - 1, 0);
      if (got <= 0) {
        fprintf(stderr, "proxyload: a connection was closed\n");
        return 1;
      }
      bytes[got] = 0;
      if (client->filled == 0) {
        if (strncmp(bytes, "HTTP/1.1 200", 12) != 0) {
          fprintf(stderr, "proxyload: %.60s\n", bytes);
          return 1;
        }
        char *rest = strstr(bytes, "\r\n\r\n");
        char value[32];
        if (rest == NULL || header(bytes, "\ncontent-length:", value, sizeof value) == NULL) return 1;
        client->body = atoll(value) - (got - (rest + 4 - bytes));
        client->filled = 1;
      } else {
        client->body -= got;
      }
      if (client->body > 0) continue;
      long long now = now_microseconds();
      note(now - client->sent_at);
      client->filled = 0;
      client->sent_at = now;
      write_all(client->descriptor, request, (size_t)length);
    }
  }
  double spent = (double)(now_microseconds() - start) / 1e6;
  qsort(samples, sample_count, sizeof *samples, compare);
  printf(
      "%.0f %lld %lld\n", (double)sample_count / spent, (long long)percentile(0.5),
      (long long)percentile(0.99));
  return 0;
}

static void ask(struct connection *client, const char *token, int deltas, int interval, long size) {
  char head[4096];
  int length = snprintf(
      head, sizeof head,
      "POST /backend-api/codex/responses HTTP/1.1\r\nHost: 127.0.0.1\r\n"
      "Authorization: Bearer %s\r\nContent-Type: application/json\r\nthread-id: bench-%d\r\n"
      "x-bench-deltas: %d\r\nx-bench-interval: %d\r\nContent-Length: %ld\r\n\r\n",
      token, client->descriptor, deltas, interval, size);
  char *body = malloc((size_t)size + 1);
  memset(body, ' ', (size_t)size);
  const char *beginning =
      "{\"model\":\"gpt-5\",\"stream\":true,\"input\":[],\"instructions\":\"\"";
  memcpy(body, beginning, strlen(beginning));
  body[size - 1] = '}';
  client->sent_at = now_microseconds();
  write_all(client->descriptor, head, (size_t)length);
  write_all(client->descriptor, body, (size_t)size);
  free(body);
}

static int streams(int port, const char *token, int count, int deltas, int interval) {
  int poller = epoll_create1(0), open = count;
  long long start = now_microseconds();
  struct epoll_event events[256];
  int64_t *firsts = calloc((size_t)count, sizeof *firsts);
  int first_count = 0;
  for (int index = 0; index < count; index++) {
    struct connection *client = calloc(1, sizeof *client);
    client->descriptor = connect_to(port);
    struct epoll_event change = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, client->descriptor, &change);
    nonblocking(client->descriptor);
    ask(client, token, deltas, interval, 2000);
  }
  while (open > 0) {
    int ready = epoll_wait(poller, events, 256, 30000);
    if (ready <= 0) {
      fprintf(stderr, "proxyload: %d streams did not end\n", open);
      return 1;
    }
    for (int index = 0; index < ready; index++) {
      static char bytes[ROOM];
      struct connection *client = events[index].data.ptr;
      ssize_t got = recv(client->descriptor, bytes, sizeof bytes - 1, 0);
      long long now = now_microseconds();
      if (got < 0 && errno == EAGAIN) continue;
      bytes[got > 0 ? got : 0] = 0;
      for (char *place = bytes; (place = strstr(place, "\"at\":")) != NULL; place += 5) {
        long long at = atoll(place + 5);
        if (client->first_at == 0) {
          client->first_at = now;
          firsts[first_count++] = now - client->sent_at;
        } else {
          note(now - at);
        }
      }
      if (got > 0 && strstr(bytes, "response.completed") == NULL) continue;
      if (got <= 0) fprintf(stderr, "proxyload: a stream broke off\n");
      epoll_ctl(poller, EPOLL_CTL_DEL, client->descriptor, NULL);
      close(client->descriptor);
      open--;
    }
  }
  qsort(samples, sample_count, sizeof *samples, compare);
  qsort(firsts, (size_t)first_count, sizeof *firsts, compare);
  printf(
      "%lld %lld %lld %lld %zu %lld\n", (long long)firsts[first_count / 2],
      (long long)firsts[(int)(0.99 * (first_count - 1))], (long long)percentile(0.5),
      (long long)percentile(0.99), sample_count + (size_t)first_count,
      now_microseconds() - start);
  return 0;
}

static int bodies(int port, const char *token, long size, int count) {
  struct connection client = {.descriptor = connect_to(port)};
  for (int index = 0; index < count; index++) {
    static char bytes[ROOM];
    ask(&client, token, 1, 0, size);
    size_t filled = 0;
    do {
      ssize_t got = recv(client.descriptor, bytes + filled, sizeof bytes - 1 - filled, 0);
      if (got <= 0) {
        fprintf(stderr, "proxyload: the connection was closed\n");
        return 1;
      }
      filled += (size_t)got;
      bytes[filled] = 0;
    } while (strstr(bytes, "\r\n0\r\n\r\n") == NULL);
    note(now_microseconds() - client.sent_at);
  }
  qsort(samples, sample_count, sizeof *samples, compare);
  printf(
      "%lld %lld %zu\n", (long long)percentile(0.5), (long long)percentile(0.99), sample_count);
  return 0;
}

int main(int count, char **words) {
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (count == 2 && strcmp(words[1], "serve") == 0) return serve();
  if (count == 6 && strcmp(words[1], "rps") == 0)
    return rps(atoi(words[2]), words[3], atoi(words[4]), atoi(words[5]));
  if (count == 7 && strcmp(words[1], "streams") == 0)
    return streams(atoi(words[2]), words[3], atoi(words[4]), atoi(words[5]), atoi(words[6]));
  if (count == 6 && strcmp(words[1], "bodies") == 0)
    return bodies(atoi(words[2]), words[3], atol(words[4]), atoi(words[5]));
  fprintf(stderr, "usage: proxyload serve | rps | streams | bodies ...\n");
  return 2;
}
