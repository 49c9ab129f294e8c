#pragma once
#include <stddef.h>

// A fault that kills the process (SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP; Swift's traps are
// among them): what was printed is written out, one line on stderr says what happened, and the exit
// status is 70. A terminal whose modes were changed is restored by whoever changed them
// (`CEditLine/Signals.c`), before this comes.

/// Installs the handlers, for all threads.
void faults_install(void);
/// Gives the calling thread a stack of its own for them: an overflow leaves no room on the other.
void faults_use_stack(void);

/// Bytes that wait to be written to a descriptor, where a fault's handler finds them.
typedef struct PendingOutput PendingOutput;

/// Lives as long as the process; null where there is no memory.
PendingOutput *pending_output(int descriptor, size_t capacity);
/// Takes as many of the bytes as there is room for, and returns their number.
size_t pending_output_append(PendingOutput *output, const void *bytes, size_t count);
size_t pending_output_count(const PendingOutput *output);
/// Writes all of it and waits where it must; 0 or the system's first error, after which nothing is
/// written any more.
int pending_output_flush(PendingOutput *output);
