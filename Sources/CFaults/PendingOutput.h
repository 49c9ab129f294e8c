#pragma once
#include "CFaults.h"

#include <stdatomic.h>

struct PendingOutput {
  int descriptor;
  size_t capacity;
  /// The first error of the system.
  int fault;
  /// What is pending is bytes[start ..< end].
  atomic_size_t start, end;
  unsigned char *bytes;
  /// The one that was made before.
  PendingOutput *previous;
};

/// The last one made.
extern _Atomic(PendingOutput *) pending_outputs;
