#include "CKernels.h"

#if defined(__x86_64__)
int kernel_has_avx512(void) { return __builtin_cpu_supports("x86-64-v4"); }
int kernel_has_bf16(void) {
  return kernel_has_avx512() && __builtin_cpu_supports("avx512bf16");
}
#else
int kernel_has_avx512(void) { return 0; }
int kernel_has_bf16(void) { return 0; }
#endif
