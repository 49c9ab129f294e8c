#include "CMPI.h"

#ifdef PTS_MPI
#include <mpi.h>
#include <stdlib.h>
#include <unistd.h>

/// MPI counts in int.
static const size_t stretch = 1u << 30;

/// For the exit alone: nothing else waits on this communicator.
static MPI_Comm exit_group;

cmpi_world cmpi_join(void) {
  cmpi_world world;
  int level;
  MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
  MPI_Comm_rank(MPI_COMM_WORLD, &world.rank);
  MPI_Comm_size(MPI_COMM_WORLD, &world.count);
  MPI_Comm_dup(MPI_COMM_WORLD, &exit_group);
  MPI_Comm machine;
  MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  MPI_Comm_size(machine, &world.local_count);
  MPI_Comm_free(&machine);
  return world;
}

void cmpi_sum(float *values, size_t count) {
  for (size_t start = 0; start < count; start += stretch) {
    size_t end = start + stretch < count ? start + stretch : count;
    MPI_Allreduce(
      MPI_IN_PLACE, values + start, (int)(end - start), MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
  }
}

void cmpi_broadcast(void *bytes, size_t count, int root) {
  for (size_t start = 0; start < count; start += stretch) {
    size_t end = start + stretch < count ? start + stretch : count;
    MPI_Bcast((char *)bytes + start, (int)(end - start), MPI_BYTE, root, MPI_COMM_WORLD);
  }
}

void cmpi_all_gather(const void *own, void *all, size_t count) {
  MPI_Allgather(own, (int)count, MPI_BYTE, all, (int)count, MPI_BYTE, MPI_COMM_WORLD);
}

int cmpi_meet(int32_t status, double seconds) {
  int count, done = 0, failed = -1;
  MPI_Comm_size(exit_group, &count);
  int32_t *all = calloc((size_t)count, sizeof *all);
  if (!all) MPI_Abort(MPI_COMM_WORLD, 1);
  MPI_Request request;
  MPI_Iallgather(&status, 1, MPI_INT32_T, all, 1, MPI_INT32_T, exit_group, &request);
  double start = MPI_Wtime();
  while (1) {
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    if (done || (seconds >= 0 && MPI_Wtime() - start > seconds)) break;
    usleep(500);
  }
  // The request still writes to `all`.
  if (!done) return cmpi_timed_out;
  for (int rank = 0; rank < count && failed < 0; rank++) {
    if (all[rank] != 0) failed = rank;
  }
  free(all);
  return failed;
}

void cmpi_leave(void) { MPI_Finalize(); }

void cmpi_abort(int32_t status) { MPI_Abort(MPI_COMM_WORLD, status); }
#endif
