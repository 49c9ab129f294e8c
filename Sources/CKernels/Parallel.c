#include "CKernels.h"
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

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

// libgomp's threads spin for milliseconds at each barrier, which on a machine that has other work
// makes every small region as long as a time slice (8 ms for a product of 0.1 ms, measured with two
// busy neighbours). It spins only briefly once it manages more threads than there are processors, and
// its settings are read before any code of ours runs. So one more team is kept, asleep for good.
static void nothing(void *data) { (void)data; }

static void *hold_team(void *data) {
  GOMP_parallel(nothing, NULL, 2, 0);
  (void)data;
  for (;;) pause();
  return NULL;
}

static void start(void) {
  sigset_t all, before;
  pthread_t thread;
  // Signals are for the threads that work.
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (pthread_create(&thread, NULL, hold_team, NULL) == 0) pthread_detach(thread);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static pthread_once_t started = PTHREAD_ONCE_INIT;

void kernel_parallel(
    unsigned workers, void (*body)(void *context, unsigned worker), void *context) {
  Region region = {body, context};
  pthread_once(&started, start);
  GOMP_parallel(enter, &region, workers, 0);
}

void kernel_set_threads(unsigned count) {
  pthread_once(&started, start);
  omp_set_dynamic(0);
  omp_set_num_threads((int)count);
}

int kernel_is_parallel(void) { return omp_in_parallel(); }

int kernel_processors(void) { return omp_get_num_procs(); }
