#include "ZeroMQClient.h"

#include <dlfcn.h>

// Numbers of libzmq's interface, which are fixed.
enum {
  SUB = 2,
  DEALER = 5,

  OPT_ROUTING_ID = 5,
  OPT_SUBSCRIBE = 6,
  OPT_LINGER = 17,
  OPT_RCVTIMEO = 27,

  SNDMORE = 2,
};

typedef struct {
  _Alignas(void *) unsigned char opaque[64];
} message;

static struct {
  void *(*ctx_new)(void);
  int (*ctx_term)(void *);
  void *(*socket)(void *, int);
  int (*close)(void *);
  int (*setsockopt)(void *, int, const void *, size_t);
  int (*connect)(void *, const char *);
  int (*send)(void *, const void *, size_t, int);
  int (*msg_init)(message *);
  int (*msg_recv)(message *, void *, int);
  void *(*msg_data)(message *);
  size_t (*msg_size)(const message *);
  int (*msg_more)(const message *);
  int (*msg_close)(message *);
} zmq;

const char *zclient_load(void) {
  void *library = dlopen("libzmq.so.5", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return dlerror();
#define LOAD(name) \
  if ((*(void **)&zmq.name = dlsym(library, "zmq_" #name)) == NULL) return "the library lacks zmq_" #name
  LOAD(ctx_new);
  LOAD(ctx_term);
  LOAD(socket);
  LOAD(close);
  LOAD(setsockopt);
  LOAD(connect);
  LOAD(send);
  LOAD(msg_init);
  LOAD(msg_recv);
  LOAD(msg_data);
  LOAD(msg_size);
  LOAD(msg_more);
  LOAD(msg_close);
#undef LOAD
  return NULL;
}

void *zclient_context(void) { return zmq.ctx_new(); }
void zclient_end(void *context) { zmq.ctx_term(context); }

void *zclient_connect(void *context, int subscribes, const char *address) {
  void *socket = zmq.socket(context, subscribes ? SUB : DEALER);
  if (socket == NULL) return NULL;
  const int linger = 0;
  zmq.setsockopt(socket, OPT_LINGER, &linger, sizeof(linger));
  if (subscribes) zmq.setsockopt(socket, OPT_SUBSCRIBE, "", 0);
  // A front end has one name on all its channels, by which it is asked for input.
  if (!subscribes) zmq.setsockopt(socket, OPT_ROUTING_ID, "front end", 9);
  if (zmq.connect(socket, address) == 0) return socket;
  zmq.close(socket);
  return NULL;
}

void zclient_close(void *socket) { zmq.close(socket); }

int zclient_send(void *socket, const void *bytes, size_t count, int more) {
  return zmq.send(socket, bytes, count, more ? SNDMORE : 0) < 0 ? -1 : 0;
}

int zclient_receive(
  void *socket, int milliseconds, void *context,
  void (*frame)(void *context, const void *bytes, size_t count)) {
  zmq.setsockopt(socket, OPT_RCVTIMEO, &milliseconds, sizeof(milliseconds));
  for (int more = 1; more;) {
    message part;
    zmq.msg_init(&part);
    if (zmq.msg_recv(&part, socket, 0) < 0) {
      zmq.msg_close(&part);
      return -1;
    }
    frame(context, zmq.msg_data(&part), zmq.msg_size(&part));
    more = zmq.msg_more(&part);
    zmq.msg_close(&part);
  }
  return 0;
}
