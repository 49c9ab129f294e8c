#include "CKernels.h"

void kernel_hold_signals(sigset_t *before) {
  static const int faults[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP};
  sigset_t held;
  sigfillset(&held);
  for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) sigdelset(&held, faults[i]);
  pthread_sigmask(SIG_BLOCK, &held, before);
}

void kernel_release_signals(const sigset_t *before) { pthread_sigmask(SIG_SETMASK, before, NULL); }
