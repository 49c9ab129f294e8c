#include <stddef.h>
#include <stdint.h>

typedef float Element;
#define PAIR 1
#define NAMED(name) name

#if defined(__x86_64__)
#define FROZEN __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define MULTIPLY_ADD(sums, word, words) (sums) = _mm512_fmadd_ps(word, words, sums)
#include "FrozenBlock.h"

/// The first `count` of sixteen values.
FROZEN_INLINED __m512i words_at(const float *x, size_t count) {
  if (count >= 16) return _mm512_loadu_si512(x);
  return _mm512_maskz_loadu_epi32((__mmask16)((1u << count) - 1), x);
}
#endif

#include "FrozenEntries.h"
