#include "FewRowKernels.h"

#if defined(__x86_64__)
#define ELEMENT_F32
#include "FewRowDots.h"
#include "FewRowSums.h"

FOR_ELEMENT void kernel_few_rows(
    const float *a, size_t strideA, const float *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds) {
  (transposed ? multiply_transposed : multiply_plain)(
      a, strideA, b, strideB, c, strideC, m, n, k, adds);
}

#else

void kernel_few_rows(
    const float *a, size_t strideA, const float *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds) {
  (void)a, (void)strideA, (void)b, (void)strideB, (void)transposed, (void)c, (void)strideC, (void)m,
      (void)n, (void)k, (void)adds;
  __builtin_trap();
}

#endif
