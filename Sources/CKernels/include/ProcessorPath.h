#pragma once

// Which code runs, where it is written for several processors. Decided once, when the program
// starts: the widest path that the processor has, or a narrower one that PTS_CPU names. Everything
// that has more than one path follows it, oneDNN's own choice too.

typedef enum {
  /// Plain C: SSE2 on x86-64, NEON on arm64.
  KernelGeneric,
  /// x86-64-v3: AVX2 and FMA.
  KernelAVX2,
  /// x86-64-v4: AVX-512 F, BW, CD, DQ and VL.
  KernelAVX512,
  /// AVX-512 and its dot products of bf16.
  KernelAVX512BF16,
} KernelPath;

KernelPath kernel_path(void);
/// The widest that the processor has.
KernelPath kernel_widest_path(void);
/// As PTS_CPU writes it.
const char *kernel_path_name(KernelPath path);
/// Whether PTS_CPU chose the path.
int kernel_path_is_forced(void);
/// What PTS_CPU holds if that isn't a path of this processor, else null; the widest path then runs.
const char *kernel_refused_path(void);

/// Whether the path has AVX-512, and native bf16 instructions too: functions that need one of them
/// say so, and may be called only then.
int kernel_has_avx512(void);
int kernel_has_bf16(void);
