// The options are set through the plain functions, not through curl's type-checking macros, and
// CURLOPT_PROTOCOLS is known to every version.
#define CURL_DISABLE_TYPECHECK
#define CURL_DISABLE_DEPRECATION
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define FUNCTIONS(X)                                                                             \
  X(curl_global_init) X(curl_easy_init) X(curl_easy_cleanup) X(curl_easy_reset)                  \
  X(curl_easy_setopt) X(curl_easy_getinfo) X(curl_easy_pause) X(curl_easy_strerror)              \
  X(curl_slist_append) X(curl_slist_free_all) X(curl_multi_init) X(curl_multi_cleanup)           \
  X(curl_multi_setopt) X(curl_multi_add_handle) X(curl_multi_remove_handle)                      \
  X(curl_multi_socket_action) X(curl_multi_info_read) X(curl_easy_send) X(curl_easy_recv)

#define DECLARE(name) __typeof__(name) *name##_function;
static struct {
  FUNCTIONS(DECLARE)
} curl;

static const char *problem;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {
#ifdef __APPLE__
      "/usr/lib/libcurl.4.dylib", "/usr/lib/libcurl.dylib", "libcurl.4.dylib",
#else
      "libcurl.so.4",
#endif
  };
  void *library = NULL;
  for (size_t index = 0; library == NULL && index < sizeof names / sizeof *names; index++)
    library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    problem = "libcurl could not be loaded";
    return;
  }
#define LOOK_UP(name)                                                                            \
  *(void **)&curl.name##_function = dlsym(library, #name);                                       \
  if (curl.name##_function == NULL) {                                                            \
    problem = "libcurl lacks " #name;                                                            \
    return;                                                                                      \
  }
  FUNCTIONS(LOOK_UP)
  if (curl.curl_global_init_function(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    problem = "libcurl could not be set up";
}

const char *ccurl_load(void) {
  pthread_once(&once, load);
  return problem;
}

void *ccurl_easy_open(void) { return curl.curl_easy_init_function(); }

void ccurl_easy_close(void *easy) { curl.curl_easy_cleanup_function(easy); }

void ccurl_easy_reset(void *easy) { curl.curl_easy_reset_function(easy); }

int ccurl_easy_set_number(void *easy, CURLoption option, long value) {
  return curl.curl_easy_setopt_function(easy, option, value);
}

int ccurl_easy_set_size(void *easy, CURLoption option, int64_t value) {
  return curl.curl_easy_setopt_function(easy, option, (curl_off_t)value);
}

int ccurl_easy_set_text(void *easy, CURLoption option, const char *value) {
  return curl.curl_easy_setopt_function(easy, option, value);
}

int ccurl_easy_set_pointer(void *easy, CURLoption option, const void *value) {
  return curl.curl_easy_setopt_function(easy, option, value);
}

int ccurl_easy_set_transfer(void *easy, CURLoption option, ccurl_transfer function) {
  return curl.curl_easy_setopt_function(easy, option, function);
}

int ccurl_easy_set_seek(void *easy, ccurl_seek function) {
  return curl.curl_easy_setopt_function(easy, CURLOPT_SEEKFUNCTION, function);
}

int ccurl_easy_allow_http_only(void *easy) {
  return curl.curl_easy_setopt_function(
      easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
}

long ccurl_easy_number(void *easy, CURLINFO info) {
  long value = 0;
  return curl.curl_easy_getinfo_function(easy, info, &value) == CURLE_OK ? value : 0;
}

void *ccurl_easy_context(void *easy) {
  char *value = NULL;
  return curl.curl_easy_getinfo_function(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

curl_socket_t ccurl_easy_socket(void *easy) {
  curl_socket_t value = CURL_SOCKET_BAD;
  return curl.curl_easy_getinfo_function(easy, CURLINFO_ACTIVESOCKET, &value) == CURLE_OK
             ? value
             : CURL_SOCKET_BAD;
}

int ccurl_easy_send(void *easy, const void *bytes, size_t count, size_t *taken) {
  *taken = 0;
  return curl.curl_easy_send_function(easy, bytes, count, taken);
}

int ccurl_easy_receive(void *easy, void *room, size_t size, size_t *count) {
  *count = 0;
  return curl.curl_easy_recv_function(easy, room, size, count);
}

int ccurl_easy_pause(void *easy, int directions) {
  return curl.curl_easy_pause_function(easy, directions);
}

const char *ccurl_error_text(int code) { return curl.curl_easy_strerror_function((CURLcode)code); }

struct curl_slist *ccurl_list_append(struct curl_slist *list, const char *text) {
  return curl.curl_slist_append_function(list, text);
}

void ccurl_list_free(struct curl_slist *list) { curl.curl_slist_free_all_function(list); }

void *ccurl_multi_open(
    ccurl_socket_change sockets, ccurl_timer_change timer, void *context, long host_connections,
    long kept_connections) {
  void *multi = curl.curl_multi_init_function();
  if (multi == NULL) return NULL;
  curl.curl_multi_setopt_function(multi, CURLMOPT_SOCKETFUNCTION, sockets);
  curl.curl_multi_setopt_function(multi, CURLMOPT_SOCKETDATA, context);
  curl.curl_multi_setopt_function(multi, CURLMOPT_TIMERFUNCTION, timer);
  curl.curl_multi_setopt_function(multi, CURLMOPT_TIMERDATA, context);
  curl.curl_multi_setopt_function(multi, CURLMOPT_PIPELINING, (long)CURLPIPE_MULTIPLEX);
  curl.curl_multi_setopt_function(multi, CURLMOPT_MAX_HOST_CONNECTIONS, host_connections);
  curl.curl_multi_setopt_function(multi, CURLMOPT_MAXCONNECTS, kept_connections);
  return multi;
}

void ccurl_multi_close(void *multi) {
  curl.curl_multi_setopt_function(multi, CURLMOPT_SOCKETFUNCTION, NULL);
  curl.curl_multi_setopt_function(multi, CURLMOPT_TIMERFUNCTION, NULL);
  curl.curl_multi_cleanup_function(multi);
}

int ccurl_multi_add(void *multi, void *easy) {
  return curl.curl_multi_add_handle_function(multi, easy);
}

int ccurl_multi_remove(void *multi, void *easy) {
  return curl.curl_multi_remove_handle_function(multi, easy);
}

int ccurl_multi_act(void *multi, curl_socket_t socket, int readiness) {
  int running = 0;
  return curl.curl_multi_socket_action_function(multi, socket, readiness, &running);
}

void *ccurl_multi_next_ended(void *multi, int *code) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl.curl_multi_info_read_function(multi, &left)) != NULL) {
    if (message->msg != CURLMSG_DONE) continue;
    *code = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}
