#pragma once
#include <stddef.h>
#include <stdint.h>

// libzmq, loaded by the first kernel and not with the program: a machine without it builds and runs
// everything else.

/// Why libzmq can't be loaded, or NULL once it is. Not to be called by two threads at once.
///
/// - path: a library to load, or NULL for the system's.
const char *czmq_load(const char *path);

/// NULL when there is no memory or there are no descriptors.
void *czmq_context(void);
/// Ends a context whose sockets are closed; what they have sent has a second to arrive.
void czmq_end(void *context);

typedef enum {
  /// Requests of several clients, and answers to each.
  CZMQ_ROUTER,
  /// One request, one answer.
  CZMQ_REPLY,
  /// To all who subscribe, whose subscriptions can be read.
  CZMQ_PUBLISHER,
} czmq_kind;

/// A socket of one thread; NULL where it can't be made.
///
/// - largest: bytes of a frame; a client that sends a larger one is disconnected.
void *czmq_socket(void *context, czmq_kind kind, int64_t largest);
void czmq_close(void *socket);
/// 0, or why the address can't be used.
int czmq_bind(void *socket, const char *address);
const char *czmq_reason(int code);

/// Sends a frame without waiting, `more` where others of the same message follow; 0, or why not.
int czmq_send(void *socket, const void *bytes, size_t count, int more);

/// Gives the frames of a waiting message to a function; 0, EAGAIN where none waits, or why not.
int czmq_receive(
  void *socket, void *context, void (*frame)(void *context, const void *bytes, size_t count));

/// Waits until one of the sockets or the descriptor has something to read.
///
/// - sockets: `[count]`, at most 8.
/// - ready: `[count]`, set to whether a message waits on each.
/// Returns 0, EINTR, or why it can't wait.
int czmq_wait(
  void *const *sockets, int count, int descriptor, long milliseconds, uint8_t *ready);
