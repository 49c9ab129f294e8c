#pragma once
#include <stddef.h>
#include <stdint.h>

// The few words of MPI that pts speaks; empty in a build without the trait. One thread of a process
// calls them. An error of MPI ends all processes: that is MPI's own doing.

typedef struct {
  int rank, count;
  /// Processes on this machine.
  int neighbours;
} cmpi_place;

cmpi_place cmpi_join(void);

/// Puts the sum over all processes in place of the values.
void cmpi_sum(float *values, size_t count);
void cmpi_broadcast(void *bytes, size_t count, int root);
/// Gathers `count` bytes of each process into `all`, in the order of their ranks.
void cmpi_gather(const void *own, void *all, size_t count);

static const int cmpi_alone = -2;
/// Meets the others on the way out, each with the status that it leaves with.
/// Returns the lowest rank whose status isn't 0, -1 where none is, and `cmpi_alone` when the others
/// haven't come within `seconds`; less than 0 waits for ever.
int cmpi_meet(int32_t status, double seconds);
void cmpi_leave(void);
/// Ends all processes.
void cmpi_abort(int32_t status);
