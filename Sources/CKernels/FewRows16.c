#include "FewRowKernels.h"

#if defined(__x86_64__)
#define PAIR 2
#define FEW __attribute__((target("arch=x86-64-v4,avx512bf16"), min_vector_width(512)))
#define MULTIPLY_ADD(sums, left, right) \
  (sums) = _mm512_dpbf16_ps(sums, (__m512bh)(left), (__m512bh)(right))
typedef uint16_t Element;
#include "FewRowDots.h"
#include "FewRowPanels.h"

FEW void kernel_few_rows16(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds) {
  (transposed ? multiply_transposed : m > 4 ? multiply_panels : multiply_plain)(
      a, strideA, b, strideB, c, strideC, m, n, k, adds);
}

#else

void kernel_few_rows16(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds) {
  (void)a, (void)strideA, (void)b, (void)strideB, (void)transposed, (void)c, (void)strideC, (void)m,
      (void)n, (void)k, (void)adds;
  __builtin_trap();
}

#endif
