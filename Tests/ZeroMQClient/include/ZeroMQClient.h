#pragma once
#include <stddef.h>

// The client's side of ZeroMQ, for tests of the kernel; libzmq is loaded when it is needed.

/// Why libzmq can't be loaded, or NULL.
const char *zclient_load(void);
void *zclient_context(void);
void zclient_end(void *context);

/// Connects a DEALER, or with `subscribes` a SUB socket that gets everything; NULL where it can't.
void *zclient_connect(void *context, int subscribes, const char *address);
void zclient_close(void *socket);

/// Sends a frame; 0, or -1.
int zclient_send(void *socket, const void *bytes, size_t count, int more);

/// Gives the frames of the next message to a function; 0, or -1 where none came within a time.
int zclient_receive(
  void *socket, int milliseconds, void *context,
  void (*frame)(void *context, const void *bytes, size_t count));
