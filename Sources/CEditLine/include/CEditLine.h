#pragma once

#include <histedit.h>
#include <stdint.h>
#include <sys/types.h>

// What Swift can't call of libedit (variadic functions, wchar_t strings), and what must be
// async-signal-safe.

// MARK: The editor

typedef unsigned char (*cel_handler)(EditLine *, wint_t);
/// Gives the next Unicode scalar: 1 when there is one, 0 at the end of input, -1 to give up.
typedef int (*cel_reader)(EditLine *, wchar_t *);

/// Sets LC_CTYPE to the user's locale, or to C.UTF-8 where that isn't UTF-8.
void cel_use_utf8(void);

/// An editor that reads keys and keeps the buffer but whose own drawing goes nowhere.
EditLine *cel_open(const char *program, int input, int output);
void cel_close(EditLine *);
void cel_set_client(EditLine *, void *);
void *cel_client(EditLine *);
void cel_set_reader(EditLine *, cel_reader);
int cel_add_function(EditLine *, const char *name, const char *help, cel_handler);
/// Reads the user's `~/.editrc`.
void cel_read_settings(EditLine *);
/// Binds in the main key map, or in the alternate one (vi's command mode).
int cel_bind(EditLine *, const char *key, const char *function, int alternate);
/// Puts the terminal into editing modes, or back into those it had.
void cel_set_raw(EditLine *, int raw);
/// Makes libedit's idea of its display agree with the buffer and the window.
void cel_synchronize(EditLine *);

/// Runs the editor until a handler ends the line; the result is libedit's count.
int cel_run(EditLine *);
/// The number of scalars in the buffer.
size_t cel_length(EditLine *);
size_t cel_cursor(EditLine *);
/// Copies the buffer's scalars; `count` must be `cel_length`.
void cel_copy(EditLine *, uint32_t *scalars, size_t count);
/// Replaces the buffer. `count` must be positive, because libedit can't replace by nothing.
int cel_replace(EditLine *, const uint32_t *scalars, size_t count, size_t cursor);
void cel_move(EditLine *, size_t cursor);
/// Puts keys in front of the input.
void cel_push(EditLine *, const uint32_t *scalars, size_t count);

// MARK: Signals

enum {
  CEL_INTERRUPT = 1,
  CEL_RESIZE = 2,
  CEL_SUSPEND = 4,
  CEL_CONTINUE = 8,
};

/// Installs the handler of SIGINT, once.
void cel_install_interrupt(void);
/// How many ^C came outside the editor since the last reset. The second ends the process with
/// status 130, its terminal restored; or says that the cell is still stopping.
int cel_interrupts(void);
void cel_reset_interrupts(void);
/// From here on no ^C ends the process.
void cel_survive_interrupts(void);
/// While a child owns the terminal its ^C is not ours.
void cel_ignore_interrupts(int ignore);

/// From here until `cel_end_editing` signals wake the reader, and one that ends the process
/// restores `terminal` first.
void cel_begin_editing(int terminal);
void cel_end_editing(void);
/// From here until `cel_end_quiet` the terminal doesn't echo; what is typed waits for the next
/// reader. It echoes while the process is stopped, and after whatever ends it.
void cel_begin_quiet(int terminal);
void cel_end_quiet(void);
int cel_is_quiet(void);
/// A descriptor that becomes readable when a signal came.
int cel_wake_descriptor(void);
/// The signals that came since the last call, as bits.
int cel_take_signals(void);
