#pragma once
#include <stddef.h>
#include <stdint.h>

// libcurl, loaded by the first transfer and not with the program: it brings some thirty libraries,
// which would double the time that pts needs to start, and most sessions never use the network.

/// Why libcurl can't be loaded, or NULL once it is. Not to be called by two threads at once.
const char *ccurl_load(void);

/// A handle that keeps its connections between transfers; NULL when there is no memory. One thread
/// at a time uses it.
void *ccurl_open(void);
void ccurl_close(void *handle);

typedef struct {
  const char *url;
  /// Whether only the header is asked for.
  int is_head;
  /// Lines such as `Range: bytes=5-`, the last one NULL.
  const char *const *headers;
  /// A PEM file of trusted authorities, or NULL for those of libcurl.
  const char *authorities;
  /// How long a connection may take to open, and how long nothing may come, in seconds.
  long connect_seconds;
  long stall_seconds;
  /// Given to the functions; each returns 0 to go on.
  void *context;
  int (*on_header)(void *context, const char *line, size_t length);
  int (*on_body)(void *context, const uint8_t *bytes, size_t count);
  /// Called at least once a second.
  int (*on_wait)(void *context);
} ccurl_request;

typedef enum {
  CCURL_DONE,
  /// One of the functions said stop.
  CCURL_STOPPED,
  /// What may go well another time: no route, no answer, a broken connection.
  CCURL_BROKEN,
  CCURL_FAILED,
} ccurl_ending;

typedef struct {
  ccurl_ending ending;
  /// Of the last answer; 0 when there was none.
  long status;
  /// Whether a server was reached at all.
  int is_connected;
  char reason[256];
} ccurl_outcome;

/// Makes one transfer. Redirects are not followed: they are the caller's to judge.
ccurl_outcome ccurl_perform(void *handle, const ccurl_request *request);
