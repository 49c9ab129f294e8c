#pragma once
#include "Processor.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Scalar functions without branches or calls, so that the loops around them become vector code.
// The polynomials are our own minimax fits (Lawson's weighted least squares), good to about 1 unit
// in the last place before the rounding of their evaluation.

#define INLINED static inline __attribute__((always_inline))
#define SUMS_IN_LANES _Pragma("clang fp reassociate(on)")

INLINED float from_bits(int32_t bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

INLINED int32_t to_bits(float value) {
  int32_t bits;
  memcpy(&bits, &value, 4);
  return bits;
}

INLINED float absolute(float x) { return from_bits(to_bits(x) & 0x7fffffff); }

INLINED float with_sign(float magnitude, float sign) {
  return from_bits((to_bits(magnitude) & 0x7fffffff) | (to_bits(sign) & (int32_t)0x80000000));
}

#define EXP_LOWEST -104.0f
#define EXP_HIGHEST 89.0f
/// 1.5·2²³: what is added to it is rounded to an integer.
#define EXP_ROUNDING 12582912.0f
#define EXP_ROUNDING_BITS 0x4b400000

/// The one polynomial of eˣ, for a float or for sixteen: x = n·ln 2 + r. `bounded` is x between the
/// bounds; AS_BITS and AS_FLOATS reinterpret. Two factors, for 2ⁿ alone leaves the range at both
/// ends.
#define EXP_OF_BOUNDED(result, Floats, Bits, bounded, AS_BITS, AS_FLOATS)                          \
  Floats shifted = (bounded) * 1.44269504f + EXP_ROUNDING;                                        \
  Floats n = shifted - EXP_ROUNDING;                                                              \
  Floats r = (bounded) - n * 0.693145752f;                                                        \
  r = r - n * 1.42860677e-6f;                                                                     \
  Floats q = 0.00138131448f * r + 0.00836941879f;                                                 \
  q = q * r + 0.041668456f;                                                                       \
  q = q * r + 0.166665152f;                                                                       \
  q = q * r + 0.49999994f;                                                                        \
  Floats power = 1.0f + (r + r * r * q);                                                          \
  Bits whole = AS_BITS(shifted) - EXP_ROUNDING_BITS;                                              \
  Bits half = whole >> 1;                                                                         \
  result = power * AS_FLOATS((half + 127) << 23) * AS_FLOATS((whole - half + 127) << 23)

/// eˣ.
INLINED float vector_exp(float x) {
  float bounded = x < EXP_LOWEST ? EXP_LOWEST : x;
  bounded = bounded > EXP_HIGHEST ? EXP_HIGHEST : bounded;
  float result;
  EXP_OF_BOUNDED(result, float, int32_t, bounded, to_bits, from_bits);
  return result;
}

INLINED float vector_tanh(float x) {
  float size = absolute(x);
  float z = x * x;
  float q = -0.00571704563f;
  q = q * z + 0.020650588f;
  q = q * z + -0.0537434965f;
  q = q * z + 0.133314908f;
  q = q * z + -0.333332837f;
  float near = x + x * (z * q);
  float far = 1.0f - 2.0f / (vector_exp(2.0f * (size > 20.0f ? 20.0f : size)) + 1.0f);
  return size < 0.625f ? near : (x == x ? with_sign(far, x) : x);
}

INLINED float vector_sigmoid(float x) { return 1.0f / (1.0f + vector_exp(-x)); }

INLINED float vector_erf(float x) {
  float size = absolute(x);
  float z = x * x;
  float p = -0.00059537607f;
  p = p * z + 0.0049859453f;
  p = p * z + -0.0267617237f;
  p = p * z + 0.112816826f;
  p = p * z + -0.376124799f;
  p = p * z + 0.128379151f;
  float near = x + x * p;
  float t = size > 4.0f ? 4.0f : size;
  float q = -4.93826292e-06f;
  q = q * t + 4.55817644e-05f;
  q = q * t + 4.95838613e-05f;
  q = q * t + -0.0029301499f;
  q = q * t + 0.0226741266f;
  q = q * t + -0.105262689f;
  q = q * t + -0.635625303f;
  q = q * t + -0.128551751f;
  float far = 1.0f - vector_exp(q * t - t);
  return size < 0.93f ? near : (x == x ? with_sign(far, x) : x);
}

/// The greatest value, in sixteen lanes: a plain loop stays scalar, because of NaN.
INLINED float vector_maximum(const float *x, size_t n) {
  float tops[16];
  for (size_t lane = 0; lane < 16; lane++) tops[lane] = -INFINITY;
  size_t i = 0;
  for (; i + 16 <= n; i += 16)
    for (size_t lane = 0; lane < 16; lane++)
      tops[lane] = x[i + lane] > tops[lane] ? x[i + lane] : tops[lane];
  float top = -INFINITY;
  for (; i < n; i++) top = x[i] > top ? x[i] : top;
  for (size_t lane = 0; lane < 16; lane++) top = tops[lane] > top ? tops[lane] : top;
  return top;
}
