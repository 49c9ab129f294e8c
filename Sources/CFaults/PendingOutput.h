#pragma once
#include "CFaults.h"

#include <stdatomic.h>

struct PendingOutput {
  int descriptor;
  size_t capacity;
  /// The system's first error.
  int fault;
  /// bytes[start ..< end] are pending.
  atomic_size_t start, end;
  unsigned char *bytes;
  /// The one created before.
  PendingOutput *previous;
};

/// The last one created.
extern _Atomic(PendingOutput *) pending_outputs;
