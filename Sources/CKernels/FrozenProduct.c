#include "FrozenKernels.h"

size_t kernel_frozen_room(size_t m, size_t k) { return m * k; }

#if defined(__x86_64__)
#define PAIR 1
#define FROZEN __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define MULTIPLY_ADD(sums, word, words) (sums) = _mm512_fmadd_ps(word, words, sums)
typedef float Element;
#include "FrozenBlock.h"

/// The first `count` of sixteen values.
FROZEN_INLINED __m512i words_at(const float *x, size_t count) {
  if (count >= 16) return _mm512_loadu_si512(x);
  return _mm512_maskz_loadu_epi32((__mmask16)((1u << count) - 1), x);
}

#include "FrozenProduct.h"

FROZEN void kernel_pack_frozen(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first,
    size_t past) {
  pack_rows(a, stride, packed, m, k, first, past);
}

FROZEN void kernel_multiply_frozen(
    const uint32_t *packed, size_t m, size_t first, size_t past, const float *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k) {
  Rows rows = {packed, m, first, past, start, strideStart, c, strideC};
  multiply_frozen(&rows, b, strideB, transposed, n, k);
}

#else

void kernel_pack_frozen(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first,
    size_t past) {
  (void)a, (void)stride, (void)packed, (void)m, (void)k, (void)first, (void)past;
  __builtin_trap();
}

void kernel_multiply_frozen(
    const uint32_t *packed, size_t m, size_t first, size_t past, const float *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k) {
  (void)packed, (void)m, (void)first, (void)past, (void)b, (void)strideB, (void)transposed;
  (void)start, (void)strideStart, (void)c, (void)strideC, (void)n, (void)k;
  __builtin_trap();
}

#endif
