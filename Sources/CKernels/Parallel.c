#include "CKernels.h"

// libgomp's own entries: clang can't emit calls to GNU's runtime, so they are declared here.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern int omp_get_thread_num(void);
extern int omp_get_num_procs(void);
extern int omp_in_parallel(void);
extern void omp_set_num_threads(int count);
extern void omp_set_dynamic(int dynamic);

typedef struct {
  void (*body)(void *context, unsigned worker);
  void *context;
} Region;

static void enter(void *data) {
  const Region *region = data;
  region->body(region->context, (unsigned)omp_get_thread_num());
}

void kernel_parallel(
    unsigned workers, void (*body)(void *context, unsigned worker), void *context) {
  Region region = {body, context};
  GOMP_parallel(enter, &region, workers, 0);
}

void kernel_set_threads(unsigned count) {
  omp_set_dynamic(0);
  omp_set_num_threads((int)count);
}

int kernel_is_parallel(void) { return omp_in_parallel(); }

int kernel_processors(void) { return omp_get_num_procs(); }
