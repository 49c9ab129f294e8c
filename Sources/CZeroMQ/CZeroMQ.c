#include "CZeroMQ.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

// Names, numbers and layouts of libzmq's interface (major version 5 of the library), which are
// fixed: zmq.h is not needed to build.

enum {
  REP = 4,
  ROUTER = 6,
  XPUB = 9,

  OPT_LINGER = 17,
  OPT_MAXMSGSIZE = 22,
  OPT_SNDHWM = 23,
  OPT_XPUB_VERBOSE = 40,
  OPT_ROUTER_HANDOVER = 56,

  DONTWAIT = 1,
  SNDMORE = 2,
  POLLIN = 1,

  MOST_SOCKETS = 8,
};

typedef struct {
  _Alignas(void *) unsigned char opaque[64];
} message;

typedef struct {
  void *socket;
  int descriptor;
  short events;
  short revents;
} poll_item;

static struct {
  void *(*ctx_new)(void);
  int (*ctx_term)(void *);
  void *(*socket)(void *, int);
  int (*close)(void *);
  int (*setsockopt)(void *, int, const void *, size_t);
  int (*bind)(void *, const char *);
  int (*send)(void *, const void *, size_t, int);
  int (*msg_init)(message *);
  int (*msg_recv)(message *, void *, int);
  void *(*msg_data)(message *);
  size_t (*msg_size)(const message *);
  int (*msg_more)(const message *);
  int (*msg_close)(message *);
  int (*poll)(poll_item *, int, long);
  int (*error)(void);
  const char *(*strerror)(int);
} zmq;

static const char *load(const char *path) {
  static char reason[512];
  void *library = dlopen(path != NULL ? path : "libzmq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(reason, sizeof(reason), "%s", dlerror());
    return reason;
  }
  const struct {
    void *place;
    const char *name;
  } functions[] = {
    {&zmq.ctx_new, "zmq_ctx_new"},       {&zmq.ctx_term, "zmq_ctx_term"},
    {&zmq.socket, "zmq_socket"},         {&zmq.close, "zmq_close"},
    {&zmq.setsockopt, "zmq_setsockopt"}, {&zmq.bind, "zmq_bind"},
    {&zmq.send, "zmq_send"},             {&zmq.msg_init, "zmq_msg_init"},
    {&zmq.msg_recv, "zmq_msg_recv"},     {&zmq.msg_data, "zmq_msg_data"},
    {&zmq.msg_size, "zmq_msg_size"},     {&zmq.msg_more, "zmq_msg_more"},
    {&zmq.msg_close, "zmq_msg_close"},   {&zmq.poll, "zmq_poll"},
    {&zmq.error, "zmq_errno"},           {&zmq.strerror, "zmq_strerror"},
  };
  for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
    void *function = dlsym(library, functions[i].name);
    if (function == NULL) {
      snprintf(reason, sizeof(reason), "the library has no %s", functions[i].name);
      return reason;
    }
    memcpy(functions[i].place, &function, sizeof(function));
  }
  return NULL;
}

const char *czmq_load(const char *path) {
  static int is_loaded;
  if (is_loaded) return NULL;
  const char *reason = load(path);
  is_loaded = reason == NULL;
  return reason;
}

void *czmq_context(void) { return zmq.ctx_new(); }
void czmq_end(void *context) { zmq.ctx_term(context); }

void *czmq_socket(void *context, czmq_kind kind, int64_t largest) {
  static const int kinds[] = {[CZMQ_ROUTER] = ROUTER, [CZMQ_REPLY] = REP, [CZMQ_PUBLISHER] = XPUB};
  void *socket = zmq.socket(context, kinds[kind]);
  if (socket == NULL) return NULL;
  const int linger = 1000, on = 1, most = 100000;
  zmq.setsockopt(socket, OPT_LINGER, &linger, sizeof(linger));
  zmq.setsockopt(socket, OPT_MAXMSGSIZE, &largest, sizeof(largest));
  zmq.setsockopt(socket, OPT_SNDHWM, &most, sizeof(most));
  // A client that comes back under its name takes over from its old connection.
  if (kind == CZMQ_ROUTER) zmq.setsockopt(socket, OPT_ROUTER_HANDOVER, &on, sizeof(on));
  // Each subscription is reported, also one to a topic that another client has.
  if (kind == CZMQ_PUBLISHER) zmq.setsockopt(socket, OPT_XPUB_VERBOSE, &on, sizeof(on));
  return socket;
}

void czmq_close(void *socket) { zmq.close(socket); }

int czmq_bind(void *socket, const char *address) {
  return zmq.bind(socket, address) == 0 ? 0 : zmq.error();
}

const char *czmq_reason(int code) { return zmq.strerror(code); }

int czmq_send(void *socket, const void *bytes, size_t count, int more) {
  int flags = DONTWAIT | (more ? SNDMORE : 0);
  while (zmq.send(socket, bytes, count, flags) < 0) {
    int code = zmq.error();
    if (code != EINTR) return code;
  }
  return 0;
}

int czmq_receive(
  void *socket, void *context, void (*frame)(void *context, const void *bytes, size_t count)) {
  for (int more = 1; more;) {
    message part;
    zmq.msg_init(&part);
    while (zmq.msg_recv(&part, socket, DONTWAIT) < 0) {
      int code = zmq.error();
      if (code == EINTR) continue;
      zmq.msg_close(&part);
      return code;
    }
    frame(context, zmq.msg_data(&part), zmq.msg_size(&part));
    more = zmq.msg_more(&part);
    zmq.msg_close(&part);
  }
  return 0;
}

int czmq_wait(
  void *const *sockets, int count, int descriptor, long milliseconds, uint8_t *ready) {
  poll_item items[MOST_SOCKETS + 1] = {0};
  if (count > MOST_SOCKETS) return EINVAL;
  for (int i = 0; i < count; i++) items[i] = (poll_item){.socket = sockets[i], .events = POLLIN};
  items[count] = (poll_item){.descriptor = descriptor, .events = POLLIN};
  int found = zmq.poll(items, count + 1, milliseconds);
  for (int i = 0; i < count; i++) ready[i] = found > 0 && (items[i].revents & POLLIN) != 0;
  return found < 0 ? zmq.error() : 0;
}
