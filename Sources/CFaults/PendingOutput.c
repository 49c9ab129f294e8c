#define _GNU_SOURCE
#include "PendingOutput.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Atomic(PendingOutput *) pending_outputs;

PendingOutput *pending_output(int descriptor, size_t capacity) {
  PendingOutput *output = calloc(1, sizeof(*output));
  unsigned char *bytes = malloc(capacity);
  if (!output || !bytes) {
    free(output);
    free(bytes);
    return NULL;
  }
  output->descriptor = descriptor;
  output->capacity = capacity;
  output->bytes = bytes;
  output->previous = atomic_load(&pending_outputs);
  while (!atomic_compare_exchange_weak(&pending_outputs, &output->previous, output)) continue;
  return output;
}

size_t pending_output_append(PendingOutput *output, const void *bytes, size_t count) {
  size_t end = atomic_load(&output->end), space = output->capacity - end;
  if (count > space) count = space;
  memcpy(output->bytes + end, bytes, count);
  atomic_store(&output->end, end + count);
  return count;
}

size_t pending_output_count(const PendingOutput *output) {
  return atomic_load(&output->end) - atomic_load(&output->start);
}

int pending_output_flush(PendingOutput *output) {
  size_t start;
  while (!output->fault && (start = atomic_load(&output->start)) < atomic_load(&output->end)) {
    size_t left = atomic_load(&output->end) - start;
    ssize_t count = write(output->descriptor, output->bytes + start, left);
    if (count >= 0) {
      atomic_store(&output->start, start + (size_t)count);
    } else if (errno == EAGAIN) {
      struct pollfd state = {.fd = output->descriptor, .events = POLLOUT};
      poll(&state, 1, -1);
    } else if (errno != EINTR) {
      output->fault = errno;
    }
  }
  // In this order nothing is written twice by a fault that comes between.
  atomic_store(&output->end, 0);
  atomic_store(&output->start, 0);
  return output->fault;
}
