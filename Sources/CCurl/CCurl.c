#include "CCurl.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

// Names and numbers of libcurl's interface, which are fixed: curl/curl.h is not needed to build.

typedef void CURL;
struct curl_slist;

enum {
  OPT_WRITEDATA = 10001,
  OPT_URL = 10002,
  OPT_ERRORBUFFER = 10010,
  OPT_LOW_SPEED_LIMIT = 19,
  OPT_LOW_SPEED_TIME = 20,
  OPT_HTTPHEADER = 10023,
  OPT_HEADERDATA = 10029,
  OPT_NOPROGRESS = 43,
  OPT_NOBODY = 44,
  OPT_FOLLOWLOCATION = 52,
  OPT_XFERINFODATA = 10057,
  OPT_CAINFO = 10065,
  OPT_CONNECTTIMEOUT = 78,
  OPT_NOSIGNAL = 99,
  OPT_PROTOCOLS = 181,
  OPT_WRITEFUNCTION = 20011,
  OPT_HEADERFUNCTION = 20079,
  OPT_XFERINFOFUNCTION = 20219,
  OPT_SUPPRESS_CONNECT_HEADERS = 265,

  INFO_RESPONSE_CODE = 0x200002,
  INFO_CONNECT_TIME = 0x300005,

  GLOBAL_ALL = 3,
  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,

  OK = 0,
  WRITE_ERROR = 23,
  ABORTED_BY_CALLBACK = 42,
};

static struct {
  int (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  void (*easy_reset)(CURL *);
  int (*easy_setopt)(CURL *, int, ...);
  int (*easy_getinfo)(CURL *, int, ...);
  int (*easy_perform)(CURL *);
  const char *(*easy_strerror)(int);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
} curl;

static const char *load(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
  static char reason[256];
  void *library = NULL;
  for (size_t i = 0; library == NULL && i < sizeof(names) / sizeof(names[0]); i++) {
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL && i == 0) snprintf(reason, sizeof(reason), "%s", dlerror());
  }
  if (library == NULL) return reason;
  const struct {
    void *place;
    const char *name;
  } functions[] = {
    {&curl.global_init, "curl_global_init"},
    {&curl.easy_init, "curl_easy_init"},
    {&curl.easy_cleanup, "curl_easy_cleanup"},
    {&curl.easy_reset, "curl_easy_reset"},
    {&curl.easy_setopt, "curl_easy_setopt"},
    {&curl.easy_getinfo, "curl_easy_getinfo"},
    {&curl.easy_perform, "curl_easy_perform"},
    {&curl.easy_strerror, "curl_easy_strerror"},
    {&curl.slist_append, "curl_slist_append"},
    {&curl.slist_free_all, "curl_slist_free_all"},
  };
  for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
    void *function = dlsym(library, functions[i].name);
    if (function == NULL) {
      snprintf(reason, sizeof(reason), "libcurl has no %s", functions[i].name);
      return reason;
    }
    memcpy(functions[i].place, &function, sizeof(function));
  }
  if (curl.global_init(GLOBAL_ALL) != OK) return "libcurl can't be started";
  return NULL;
}

const char *ccurl_load(void) {
  static int is_loaded;
  if (is_loaded) return NULL;
  const char *reason = load();
  is_loaded = reason == NULL;
  return reason;
}

void *ccurl_open(void) { return curl.easy_init(); }
void ccurl_close(void *handle) { curl.easy_cleanup(handle); }

static size_t header(char *line, size_t size, size_t count, void *data) {
  const ccurl_request *request = data;
  return request->on_header(request->context, line, size * count) == 0 ? size * count : 0;
}

static size_t body(char *bytes, size_t size, size_t count, void *data) {
  const ccurl_request *request = data;
  int stop = request->on_body(request->context, (const uint8_t *)bytes, size * count);
  return stop == 0 ? size * count : 0;
}

static int progress(void *data, int64_t a, int64_t b, int64_t c, int64_t d) {
  (void)a, (void)b, (void)c, (void)d;
  const ccurl_request *request = data;
  return request->on_wait(request->context);
}

static ccurl_ending ending(int code) {
  switch (code) {
  case OK: return CCURL_DONE;
  case WRITE_ERROR:
  case ABORTED_BY_CALLBACK: return CCURL_STOPPED;
  case 5:   // the proxy's name
  case 6:   // the server's name
  case 7:   // no connection
  case 16:  // HTTP/2 framing
  case 18:  // fewer bytes than were promised
  case 28:  // too slow
  case 35:  // the TLS handshake
  case 52:  // nothing came
  case 55:  // sending
  case 56:  // receiving
  case 92:  // an HTTP/2 stream
    return CCURL_BROKEN;
  default: return CCURL_FAILED;
  }
}

ccurl_outcome ccurl_perform(void *handle, const ccurl_request *request) {
  ccurl_outcome outcome = {0};
  struct curl_slist *headers = NULL;
  for (const char *const *line = request->headers; *line != NULL; line++) {
    struct curl_slist *longer = curl.slist_append(headers, *line);
    if (longer != NULL) headers = longer;
  }
  curl.easy_reset(handle);
  curl.easy_setopt(handle, OPT_URL, request->url);
  curl.easy_setopt(handle, OPT_PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
  curl.easy_setopt(handle, OPT_FOLLOWLOCATION, 0L);
  curl.easy_setopt(handle, OPT_NOBODY, (long)request->is_head);
  curl.easy_setopt(handle, OPT_HTTPHEADER, headers);
  if (request->authorities != NULL) curl.easy_setopt(handle, OPT_CAINFO, request->authorities);
  curl.easy_setopt(handle, OPT_CONNECTTIMEOUT, request->connect_seconds);
  curl.easy_setopt(handle, OPT_LOW_SPEED_LIMIT, 1L);
  curl.easy_setopt(handle, OPT_LOW_SPEED_TIME, request->stall_seconds);
  // Signals are the program's, and the resolver has a thread of its own.
  curl.easy_setopt(handle, OPT_NOSIGNAL, 1L);
  curl.easy_setopt(handle, OPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl.easy_setopt(handle, OPT_ERRORBUFFER, outcome.reason);
  curl.easy_setopt(handle, OPT_HEADERFUNCTION, header);
  curl.easy_setopt(handle, OPT_HEADERDATA, request);
  curl.easy_setopt(handle, OPT_WRITEFUNCTION, body);
  curl.easy_setopt(handle, OPT_WRITEDATA, request);
  curl.easy_setopt(handle, OPT_NOPROGRESS, 0L);
  curl.easy_setopt(handle, OPT_XFERINFOFUNCTION, progress);
  curl.easy_setopt(handle, OPT_XFERINFODATA, request);

  int code = curl.easy_perform(handle);
  outcome.ending = ending(code);
  curl.easy_getinfo(handle, INFO_RESPONSE_CODE, &outcome.status);
  double connect_time = 0;
  curl.easy_getinfo(handle, INFO_CONNECT_TIME, &connect_time);
  outcome.is_connected = connect_time > 0 || outcome.status != 0;
  if (code != OK && outcome.reason[0] == 0)
    snprintf(outcome.reason, sizeof(outcome.reason), "%s", curl.easy_strerror(code));
  // The handle must not keep what ends here.
  curl.easy_reset(handle);
  curl.slist_free_all(headers);
  return outcome;
}
