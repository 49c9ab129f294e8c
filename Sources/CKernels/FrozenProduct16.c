#include "FrozenKernels.h"

size_t kernel_frozen_room16(size_t m, size_t k) { return m * ((k + 1) / 2); }

#if defined(__x86_64__)
#define PAIR 2
#define FROZEN __attribute__((target("arch=x86-64-v4,avx512bf16"), min_vector_width(512)))
#define MULTIPLY_ADD(sums, word, words) \
  (sums) = _mm512_dpbf16_ps(sums, (__m512bh)(word), (__m512bh)(words))
typedef uint16_t Element;
#include "FrozenBlock.h"

/// The first `count` of thirty-two values, rounded.
FROZEN_INLINED __m512i words_at(const float *x, size_t count) {
  uint32_t known = count >= 32 ? 0xFFFFFFFF : (1u << count) - 1;
  __m512 low = _mm512_maskz_loadu_ps((__mmask16)known, x);
  __m512 high = _mm512_maskz_loadu_ps((__mmask16)(known >> 16), x + 16);
  return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}

#include "FrozenProduct.h"

FROZEN void kernel_pack_frozen16(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first,
    size_t past) {
  pack_rows(a, stride, packed, m, k, first, past);
}

FROZEN void kernel_multiply_frozen16(
    const uint32_t *packed, size_t m, size_t first, size_t past, const uint16_t *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k) {
  Rows rows = {packed, m, first, past, start, strideStart, c, strideC};
  multiply_frozen(&rows, b, strideB, transposed, n, k);
}

#else

void kernel_pack_frozen16(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first,
    size_t past) {
  (void)a, (void)stride, (void)packed, (void)m, (void)k, (void)first, (void)past;
  __builtin_trap();
}

void kernel_multiply_frozen16(
    const uint32_t *packed, size_t m, size_t first, size_t past, const uint16_t *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k) {
  (void)packed, (void)m, (void)first, (void)past, (void)b, (void)strideB, (void)transposed;
  (void)start, (void)strideStart, (void)c, (void)strideC, (void)n, (void)k;
  __builtin_trap();
}

#endif
