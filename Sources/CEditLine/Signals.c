#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "CEditLine.h"

static atomic_int interrupts;
static atomic_int ignoring;
static atomic_int surviving;
static atomic_int editing;
static atomic_int pending;
static int wake[2] = {-1, -1};

static int terminal = -1;
static struct termios modes;
static int has_modes;

// The signals that are ours only while the editor owns the terminal. The faults are here because
// a process that crashes must not leave a terminal that doesn't echo.
static const int borrowed[] = {
  SIGWINCH, SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGQUIT,
  SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP,
};
enum { BORROWED = sizeof(borrowed) / sizeof(borrowed[0]) };
static struct sigaction lent[BORROWED];

// While a cell runs: typed text isn't echoed into its output.
static atomic_int quiet;
static int quiet_terminal = -1;
static struct termios loud, hushed;
static const int guarded[] = {
  SIGTSTP, SIGCONT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP,
};
enum { GUARDED = sizeof(guarded) / sizeof(guarded[0]) };
static struct sigaction unguarded[GUARDED];

// In the background a change of the terminal would stop the process.
static void set_quiet(const struct termios *wanted) {
  if (atomic_load(&quiet) && tcgetpgrp(quiet_terminal) == getpgrp())
    tcsetattr(quiet_terminal, TCSADRAIN, wanted);
}

static void restore_terminal(void) {
  set_quiet(&loud);
  if (!atomic_load(&editing)) return;
  static const char leave[] = "\033[?2004l\033[?7h\033[?25h\033[0m\r\n";
  ssize_t written = write(terminal, leave, sizeof(leave) - 1);
  (void)written;
  if (has_modes) tcsetattr(terminal, TCSANOW, &modes);
}

static void tell(int signal_bit) {
  atomic_fetch_or(&pending, signal_bit);
  char byte = 0;
  ssize_t written = write(wake[1], &byte, 1);
  (void)written;
}

static void on_interrupt(int number) {
  (void)number;
  int saved = errno;
  if (atomic_load(&editing)) {
    tell(CEL_INTERRUPT);
  } else if (!atomic_load(&ignoring) && atomic_fetch_add(&interrupts, 1) >= 1) {
    if (!atomic_load(&surviving)) {
      set_quiet(&loud);
      _exit(130);
    }
    static const char word[] = "\nstill stopping (^\\ ends pts at once)\n";
    ssize_t written = write(STDERR_FILENO, word, sizeof(word) - 1);
    (void)written;
  }
  errno = saved;
}

static void on_borrowed(int number) {
  int saved = errno;
  switch (number) {
  case SIGWINCH: tell(CEL_RESIZE); break;
  case SIGTSTP: tell(CEL_SUSPEND); break;
  case SIGCONT: tell(CEL_CONTINUE); break;
  default:
    restore_terminal();
    for (int i = 0; i < BORROWED; i++)
      if (borrowed[i] == number) sigaction(number, &lent[i], NULL);
    // Comes when this returns; a fault's instruction would make it again, but not what was sent.
    raise(number);
  }
  errno = saved;
}

static void at_exit(void) { restore_terminal(); }

static void install_once(void) {
  if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0) wake[0] = wake[1] = -1;
  // No SA_RESTART: a read that waits must end when ^C comes.
  struct sigaction action = {.sa_handler = on_interrupt};
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  atexit(at_exit);
}

void cel_install_interrupt(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, install_once);
}

int cel_interrupts(void) { return atomic_load(&interrupts); }
void cel_survive_interrupts(void) { atomic_store(&surviving, 1); }
void cel_reset_interrupts(void) { atomic_store(&interrupts, 0); }
void cel_ignore_interrupts(int ignore) { atomic_store(&ignoring, ignore); }

void cel_begin_editing(int descriptor) {
  cel_install_interrupt();
  terminal = descriptor;
  has_modes = tcgetattr(descriptor, &modes) == 0;
  atomic_store(&pending, 0);
  // An overflow of the stack leaves room on the other alone, where the thread has one.
  struct sigaction action = {.sa_handler = on_borrowed, .sa_flags = SA_ONSTACK};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < BORROWED; i++) {
    sigaction(borrowed[i], NULL, &lent[i]);
    // A hang-up that nohup or a parent shell had ignored stays ignored.
    if (lent[i].sa_handler != SIG_IGN) sigaction(borrowed[i], &action, NULL);
  }
  atomic_store(&editing, 1);
}

void cel_end_editing(void) {
  atomic_store(&editing, 0);
  for (int i = 0; i < BORROWED; i++) sigaction(borrowed[i], &lent[i], NULL);
}

static void stop_loudly(void) {
  set_quiet(&loud);
  struct sigaction own, standard = {.sa_handler = SIG_DFL};
  sigset_t stop, earlier;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  sigaction(SIGTSTP, &standard, &own);
  pthread_sigmask(SIG_UNBLOCK, &stop, &earlier);
  // Stops here, until the process is continued.
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &earlier, NULL);
  sigaction(SIGTSTP, &own, NULL);
  set_quiet(&hushed);
}

static void on_guarded(int number) {
  int saved = errno;
  switch (number) {
  case SIGTSTP: stop_loudly(); break;
  case SIGCONT: set_quiet(&hushed); break;
  default:
    set_quiet(&loud);
    for (int i = 0; i < GUARDED; i++)
      if (guarded[i] == number) sigaction(number, &unguarded[i], NULL);
    raise(number);
  }
  errno = saved;
}

void cel_begin_quiet(int descriptor) {
  if (atomic_load(&quiet) || tcgetattr(descriptor, &loud) != 0) return;
  cel_install_interrupt();
  quiet_terminal = descriptor;
  hushed = loud;
  hushed.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
  // A run that is stopped and continued resumes where it waited.
  struct sigaction action = {.sa_handler = on_guarded, .sa_flags = SA_ONSTACK | SA_RESTART};
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < GUARDED; i++) {
    sigaction(guarded[i], NULL, &unguarded[i]);
    if (unguarded[i].sa_handler != SIG_IGN) sigaction(guarded[i], &action, NULL);
  }
  atomic_store(&quiet, 1);
  set_quiet(&hushed);
}

void cel_end_quiet(void) {
  if (!atomic_load(&quiet)) return;
  set_quiet(&loud);
  atomic_store(&quiet, 0);
  for (int i = 0; i < GUARDED; i++) sigaction(guarded[i], &unguarded[i], NULL);
}

int cel_is_quiet(void) { return atomic_load(&quiet); }

int cel_wake_descriptor(void) { return wake[0]; }

int cel_take_signals(void) {
  char bytes[64];
  while (read(wake[0], bytes, sizeof(bytes)) > 0) continue;
  return atomic_exchange(&pending, 0);
}
