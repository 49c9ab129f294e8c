#define _GNU_SOURCE
#include "PendingOutput.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

// Everything that the handler calls is async-signal-safe.

enum { EXIT_STATUS = 70, STACK_SIZE = 128 << 10, PATIENCE_MS = 2000 };

static const struct {
  int number;
  const char *name, *meaning;
} faults[] = {
    {SIGABRT, "SIGABRT", "it gave up"},
    {SIGBUS, "SIGBUS", "memory or a mapped file couldn't be read"},
    {SIGFPE, "SIGFPE", "an impossible calculation"},
    {SIGILL, "SIGILL", "a check of its own failed"},
    {SIGSEGV, "SIGSEGV", "an invalid memory access"},
    {SIGTRAP, "SIGTRAP", "a check of its own failed"},
};
enum { FAULTS = sizeof(faults) / sizeof(faults[0]) };

typedef struct {
  char text[400];
  size_t length;
} Line;

static void add(Line *line, const char *text) {
  while (*text && line->length < sizeof(line->text)) line->text[line->length++] = *text++;
}

static void add_number(Line *line, unsigned long number) {
  char digits[24];
  size_t first = sizeof(digits) - 1;
  digits[first] = 0;
  do digits[--first] = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  add(line, digits + first);
}

/// Writes all bytes, unless the reader doesn't read for PATIENCE_MS.
static void write_all(int descriptor, const unsigned char *bytes, size_t count) {
  while (count > 0) {
    struct pollfd state = {.fd = descriptor, .events = POLLOUT};
    if (poll(&state, 1, PATIENCE_MS) == 0) return;
    // A pipe that polls as writable takes this many bytes without blocking.
    ssize_t written = write(descriptor, bytes, count < 4096 ? count : 4096);
    if (written < 0 && errno != EINTR && errno != EAGAIN) return;
    if (written > 0) {
      bytes += written;
      count -= (size_t)written;
    }
  }
}

/// Whether the address that couldn't be accessed is where the stack would have grown to.
static int is_overflow(int number, const siginfo_t *info, const void *context) {
  const ucontext_t *state = context;
  if (number != SIGSEGV || info->si_code <= 0) return 0;
#if defined(__x86_64__)
  uintptr_t stack = (uintptr_t)state->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
  uintptr_t stack = (uintptr_t)state->uc_mcontext.sp;
#else
  uintptr_t stack = 0;
  (void)state;
#endif
  uintptr_t address = (uintptr_t)info->si_addr;
  return (address > stack ? address - stack : stack - address) < 1 << 16;
}

static void describe(Line *line, int number, const siginfo_t *info, const void *context) {
  // A line that redraws itself may have been begun.
  if (isatty(STDERR_FILENO)) add(line, "\n");
  add(line, "error: pts crashed: ");
  for (size_t i = 0; i < FAULTS; i++)
    if (faults[i].number == number) {
      add(line, is_overflow(number, info, context) ? "its stack overflowed" : faults[i].meaning);
      add(line, " (");
      add(line, faults[i].name);
    }
  if (info->si_code <= 0 && info->si_pid > 0 && info->si_pid != getpid()) {
    add(line, ", sent by process ");
    add_number(line, (unsigned long)info->si_pid);
  }
  add(line, "). This is a bug in pts; please report it with the script that led to it.\n");
}

static void on_fault(int number, siginfo_t *info, void *context) {
  static atomic_int owner;
  int thread = (int)syscall(SYS_gettid), none = 0;
  if (!atomic_compare_exchange_strong(&owner, &none, thread)) {
    // A fault of this handler, or of another thread while this one works.
    if (none == thread) _exit(EXIT_STATUS);
    for (;;) pause();
  }
  for (PendingOutput *output = atomic_load(&pending_outputs); output; output = output->previous) {
    size_t start = atomic_load(&output->start), end = atomic_load(&output->end);
    if (start < end && end <= output->capacity)
      write_all(output->descriptor, output->bytes + start, end - start);
  }
  Line line = {.length = 0};
  describe(&line, number, info, context);
  write_all(STDERR_FILENO, (const unsigned char *)line.text, line.length);
  _exit(EXIT_STATUS);
}

void faults_install(void) {
  faults_use_stack();
  // A fault of the handler itself must come through; nothing else may.
  struct sigaction action = {
      .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < FAULTS; i++) sigdelset(&action.sa_mask, faults[i].number);
  for (size_t i = 0; i < FAULTS; i++) sigaction(faults[i].number, &action, NULL);
}

void faults_use_stack(void) {
  // The kernel's frame grows with the processor's registers; pages that aren't used take no memory.
  size_t size = STACK_SIZE;
  void *stack = mmap(
      NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) return;
  stack_t alternate = {.ss_sp = stack, .ss_size = size};
  if (sigaltstack(&alternate, NULL) != 0) munmap(stack, size);
}
