#pragma once
#include <stddef.h>

// A fault that kills the process (SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP; Swift's traps
// are among them): what was printed is written out, one line on stderr says what happened, and the
// exit status is 70. A terminal whose modes were changed has been restored before by
// `CEditLine/Signals.c`.

/// Installs the handlers, for all threads.
void faults_install(void);
/// Gives the calling thread a separate stack for them: after an overflow the other has no space.
void faults_use_stack(void);

/// Bytes to be written to a descriptor, which the handler of a fault can find.
typedef struct PendingOutput PendingOutput;

/// Lives as long as the process; null where there is no memory.
PendingOutput *pending_output(int descriptor, size_t capacity);
/// Appends as many of the bytes [count] as fit, and returns their number.
size_t pending_output_append(PendingOutput *output, const void *bytes, size_t count);
size_t pending_output_count(const PendingOutput *output);
/// Writes all bytes, blocking where it must; 0 or the system's first error, after which nothing is
/// written.
int pending_output_flush(PendingOutput *output);
