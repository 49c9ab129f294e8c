#define ELEMENT_BF16
#include "Element.h"

#if defined(__x86_64__)
#include "FrozenBlock.h"

/// The first `count` of thirty-two values, rounded.
ELEMENT_INLINED __m512i words_at(const float *x, size_t count) {
  uint32_t known = count >= 32 ? 0xFFFFFFFF : (1u << count) - 1;
  __m512 low = _mm512_maskz_loadu_ps((__mmask16)known, x);
  __m512 high = _mm512_maskz_loadu_ps((__mmask16)(known >> 16), x + 16);
  return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}
#endif

#include "FrozenEntries.h"
