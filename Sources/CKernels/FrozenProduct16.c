#include <stddef.h>
#include <stdint.h>

typedef uint16_t Element;
#define PAIR 2
#define NAMED(name) name##16

#if defined(__x86_64__)
#define FROZEN __attribute__((target("arch=x86-64-v4,avx512bf16"), min_vector_width(512)))
#define MULTIPLY_ADD(sums, word, words) \
  (sums) = _mm512_dpbf16_ps(sums, (__m512bh)(word), (__m512bh)(words))
#include "FrozenBlock.h"

/// The first `count` of thirty-two values, rounded.
FROZEN_INLINED __m512i words_at(const float *x, size_t count) {
  uint32_t known = count >= 32 ? 0xFFFFFFFF : (1u << count) - 1;
  __m512 low = _mm512_maskz_loadu_ps((__mmask16)known, x);
  __m512 high = _mm512_maskz_loadu_ps((__mmask16)(known >> 16), x + 16);
  return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}
#endif

#include "FrozenEntries.h"
