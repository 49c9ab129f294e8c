#define _GNU_SOURCE
#include "CFaults.h"
#include "CKernels.h"

#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// A step of a small model has hundreds of regions, some of them shorter than it takes to wake a
// thread (10–50 µs on a virtual machine). So a thread that waits spins before it sleeps: longer
// than the gaps between two regions, but far shorter than the time slice that a spinning thread
// would take from other work (OpenMP spins for milliseconds: next to two busy processes a product
// of 0.1 ms took 8).

/// How long a waiting thread spins before it sleeps, where each has a processor.
#define SPIN_NS 100000

/// A number whose change threads wait for.
typedef struct {
  _Alignas(64) atomic_uint value;
  atomic_uint sleepers;
} Gate;

/// A thread of the pool; `start` counts the regions that it has worked in.
typedef struct {
  Gate start;
  unsigned index;
} Worker;

static struct {
  pthread_mutex_t lock;
  Worker **workers;
  unsigned count;
  /// The region in progress.
  void (*body)(void *context, unsigned worker);
  void *context;
  atomic_uint left;
  Gate finished;
  atomic_int spin_ns;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER};

static _Thread_local int is_inside;

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void cpu_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/// Waits until the gate's value is no longer `seen`.
static void wait_past(Gate *gate, unsigned seen) {
  long long until = nanoseconds() + atomic_load_explicit(&pool.spin_ns, memory_order_relaxed);
  do
    for (int i = 0; i < 32; i++) {
      if (atomic_load_explicit(&gate->value, memory_order_acquire) != seen) return;
      cpu_pause();
    }
  while (nanoseconds() < until);
  atomic_fetch_add(&gate->sleepers, 1);
  while (atomic_load(&gate->value) == seen)
    syscall(SYS_futex, &gate->value, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
  atomic_fetch_sub(&gate->sleepers, 1);
}

static void advance(Gate *gate) {
  atomic_fetch_add(&gate->value, 1);
  // A thread that goes to sleep counts itself first, then reads the value once more.
  if (atomic_load(&gate->sleepers) > 0)
    syscall(SYS_futex, &gate->value, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

static void *work(void *given) {
  Worker *worker = given;
  is_inside = 1;
  faults_use_stack();
  for (unsigned regions = 0;; regions++) {
    wait_past(&worker->start, regions);
    pool.body(pool.context, worker->index);
    if (atomic_fetch_sub(&pool.left, 1) == 1) advance(&pool.finished);
  }
  return NULL;
}

static int add_thread(void) {
  Worker *worker = aligned_alloc(_Alignof(Worker), sizeof(Worker));
  Worker **workers = realloc(pool.workers, (pool.count + 1) * sizeof(*workers));
  if (workers) pool.workers = workers;
  if (worker && workers) {
    *worker = (Worker){.index = pool.count + 1};
    // A new thread inherits the mask of the one that creates it.
    sigset_t before;
    kernel_hold_signals(&before);
    pthread_t thread;
    int status = pthread_create(&thread, NULL, work, worker);
    kernel_release_signals(&before);
    if (status == 0) {
      pthread_detach(thread);
      pool.workers[pool.count++] = worker;
      int has_processors = pool.count < (unsigned)kernel_processors();
      atomic_store(&pool.spin_ns, has_processors ? SPIN_NS : 0);
      return 1;
    }
  }
  free(worker);
  return 0;
}

void kernel_parallel(
    unsigned workers, void (*body)(void *context, unsigned worker), void *context) {
  unsigned helpers = 0;
  int owns = !is_inside && workers > 1 && pthread_mutex_trylock(&pool.lock) == 0;
  int was_inside = is_inside;
  is_inside = 1;
  if (owns) {
    while (pool.count < workers - 1 && add_thread()) continue;
    helpers = pool.count < workers - 1 ? pool.count : workers - 1;
  }
  unsigned finished = atomic_load(&pool.finished.value);
  if (helpers > 0) {
    pool.body = body;
    pool.context = context;
    atomic_store(&pool.left, helpers);
    for (unsigned i = 0; i < helpers; i++) advance(&pool.workers[i]->start);
  }
  // The caller does what no thread of the pool takes.
  body(context, 0);
  for (unsigned worker = helpers + 1; worker < workers; worker++) body(context, worker);
  if (helpers > 0) wait_past(&pool.finished, finished);
  is_inside = was_inside;
  if (owns) pthread_mutex_unlock(&pool.lock);
}

int kernel_is_parallel(void) { return is_inside; }

int kernel_processors(void) {
  cpu_set_t usable;
  int count = sched_getaffinity(0, sizeof(usable), &usable) == 0 ? CPU_COUNT(&usable) : 0;
  return count > 0 ? count : (int)sysconf(_SC_NPROCESSORS_ONLN);
}
