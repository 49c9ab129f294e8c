#define ELEMENT_F32
#include "Element.h"

#if defined(__x86_64__)
#include "FrozenBlock.h"

/// The first `count` of sixteen values.
ELEMENT_INLINED __m512i words_at(const float *x, size_t count) {
  if (count >= 16) return _mm512_loadu_si512(x);
  return _mm512_maskz_loadu_epi32((__mmask16)((1u << count) - 1), x);
}
#endif

#include "FrozenEntries.h"
