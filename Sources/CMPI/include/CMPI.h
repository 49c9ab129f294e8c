#pragma once
#include <stddef.h>
#include <stdint.h>

// The part of MPI that pts uses; empty in a build without the trait. One thread of a process
// calls them. After an error MPI itself ends all processes.

typedef struct {
  int rank, count;
  /// Processes on this machine, this one among them.
  int local_count;
} cmpi_world;

cmpi_world cmpi_join(void);

/// values [count] = their sum over all processes.
void cmpi_sum(float *values, size_t count);
/// bytes [count] = those of the process `root`.
void cmpi_broadcast(void *bytes, size_t count, int root);
/// all [processes, count] = own [count] of each process, in bytes, in the order of their ranks.
void cmpi_all_gather(const void *own, void *all, size_t count);

static const int cmpi_timed_out = -2;
/// Waits for the others at the end, each with its exit status. Returns the lowest rank whose status
/// isn't 0, -1 where none is, and `cmpi_timed_out` when the others haven't come within `seconds`;
/// less than 0 waits without a limit.
int cmpi_meet(int32_t status, double seconds);
void cmpi_leave(void);
/// Ends all processes.
void cmpi_abort(int32_t status);
