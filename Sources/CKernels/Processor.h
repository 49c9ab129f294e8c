#pragma once
#include "ProcessorPath.h"

/// `kernel_path()`, without a call. Set before `main`.
extern KernelPath kernel_path_in_use __attribute__((visibility("hidden")));

#if defined(__x86_64__)
#define ON_V3 __attribute__((target("arch=x86-64-v3")))
#define ON_V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define ON_V4_BF16 __attribute__((target("arch=x86-64-v4,avx512bf16"), min_vector_width(512)))

/// Calls the copy of a function, by its name's ending, for the path in use.
#define CALL_COPY(name, arguments)                                                                 \
  switch (kernel_path_in_use) {                                                                   \
  case KernelAVX512BF16:                                                                          \
  case KernelAVX512: return name##_v4 arguments;                                                  \
  case KernelAVX2: return name##_v3 arguments;                                                    \
  default: return name##_plain arguments;                                                         \
  }

/// Begins a function that is compiled for every path; its body follows the macro.
#define KERNEL(result, name, parameters, arguments)                                                \
  static inline __attribute__((always_inline)) result name##_body parameters;                     \
  ON_V4 static result name##_v4 parameters { return name##_body arguments; }                      \
  ON_V3 static result name##_v3 parameters { return name##_body arguments; }                      \
  static result name##_plain parameters { return name##_body arguments; }                         \
  result name parameters { CALL_COPY(name, arguments) }                                           \
  static inline __attribute__((always_inline)) result name##_body parameters
#else
#define CALL_COPY(name, arguments) return name##_plain arguments;
#define KERNEL(result, name, parameters, arguments) result name parameters
#endif
