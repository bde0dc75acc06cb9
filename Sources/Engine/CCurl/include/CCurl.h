// libcurl behind plain functions. The library is loaded on first use, so that commands which never
// speak HTTP do not pay for it and a machine without it can still run them.
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <stdint.h>

/// Loads the library, once for the process. Returns NULL, or why that failed.
const char *ccurl_load(void);

// Everything below may be called only after ccurl_load returned NULL.

void *ccurl_easy_open(void);
void ccurl_easy_close(void *easy);
void ccurl_easy_reset(void *easy);
/// Options by their type; all return a CURLcode.
int ccurl_easy_set_number(void *easy, CURLoption option, long value);
int ccurl_easy_set_size(void *easy, CURLoption option, int64_t value);
int ccurl_easy_set_text(void *easy, CURLoption option, const char *value);
int ccurl_easy_set_pointer(void *easy, CURLoption option, const void *value);
typedef size_t (*ccurl_transfer)(char *bytes, size_t size, size_t count, void *context);
int ccurl_easy_set_transfer(void *easy, CURLoption option, ccurl_transfer function);
typedef int (*ccurl_seek)(void *context, curl_off_t offset, int origin);
int ccurl_easy_set_seek(void *easy, ccurl_seek function);
/// Allows http and https and nothing else.
int ccurl_easy_allow_http_only(void *easy);
/// Facts about a transfer, 0 or NULL when unknown.
long ccurl_easy_number(void *easy, CURLINFO info);
void *ccurl_easy_context(void *easy);
/// The socket of a handle that was only connected, CURL_SOCKET_BAD when there is none.
curl_socket_t ccurl_easy_socket(void *easy);
/// Sends or receives on such a handle; a CURLcode, CURLE_AGAIN when nothing can be done now.
int ccurl_easy_send(void *easy, const void *bytes, size_t count, size_t *taken);
int ccurl_easy_receive(void *easy, void *room, size_t size, size_t *count);
int ccurl_easy_pause(void *easy, int directions);
const char *ccurl_error_text(int code);

struct curl_slist *ccurl_list_append(struct curl_slist *list, const char *text);
void ccurl_list_free(struct curl_slist *list);

typedef int (*ccurl_socket_change)(
    void *easy, curl_socket_t socket, int what, void *context, void *socket_context);
typedef int (*ccurl_timer_change)(void *multi, long milliseconds, void *context);
void *ccurl_multi_open(
    ccurl_socket_change sockets, ccurl_timer_change timer, void *context, long host_connections,
    long kept_connections);
/// Closes without calling back.
void ccurl_multi_close(void *multi);
int ccurl_multi_add(void *multi, void *easy);
int ccurl_multi_remove(void *multi, void *easy);
int ccurl_multi_act(void *multi, curl_socket_t socket, int readiness);
/// The next transfer that ended, NULL for none.
void *ccurl_multi_next_ended(void *multi, int *code);

#endif
