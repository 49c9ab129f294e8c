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

void kernel_hold_signals(sigset_t *before) {
  static const int faults[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
  sigset_t held;
  sigfillset(&held);
  for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) sigdelset(&held, faults[i]);
  pthread_sigmask(SIG_BLOCK, &held, before);
}

void kernel_release_signals(const sigset_t *before) { pthread_sigmask(SIG_SETMASK, before, NULL); }

static void enter(void *data) {
  static _Thread_local int holds;
  const Region *region = data;
  unsigned worker = (unsigned)omp_get_thread_num();
  // A thread of the pool was made here or, with its maker's mask, in a product.
  if (worker > 0 && !holds) {
    sigset_t before;
    kernel_hold_signals(&before);
    holds = 1;
  }
  region->body(region->context, worker);
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
  pthread_t thread;
  sigset_t before;
  kernel_hold_signals(&before);
  if (pthread_create(&thread, NULL, hold_team, NULL) == 0) pthread_detach(thread);
  kernel_release_signals(&before);
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
