#pragma once
#include "Lanes.h"

// The type of a matrix's elements, for code that is written once and compiled for several. A file
// defines one of these names, then includes the shared code, which includes this page:
//
//   ELEMENT_F32       f32: vectors of AVX-512, lanes on any path
//   ELEMENT_BF16      bf16 and its dot products, which AVX-512 BF16 has
//   ELEMENT_WIDENED   bf16 widened to f32 as it is read, on any path
//
//   Element           what the matrix holds
//   PAIR              elements in a word of 32 bits, along the axis that is summed over
//   NAMED(name)       the name of a function of `include/` for this type
//   FOR_ELEMENT       the processor that functions on vectors are compiled for
//   MULTIPLY_ADD      sums += words · words, vectors of sixteen words
//   MULTIPLY_ADD_LANES  the same with one word on the left, on lanes

#if defined(ELEMENT_F32)
typedef float Element;
#define PAIR 1
#define NAMED(name) name
#define FOR_LANES INLINED
#define MULTIPLY_ADD_LANES(sums, word, words) (sums) += (word) * (words)

#elif defined(ELEMENT_BF16)
typedef uint16_t Element;
#define PAIR 2
#define NAMED(name) name##16
#define FOR_LANES FOR_ELEMENT INLINED

#elif defined(ELEMENT_WIDENED)
typedef uint16_t Element;
#define PAIR 1
#define NAMED(name) name##_widened
/// Sixteen elements and one, as f32.
#define WIDENED_LANES(x) ((Lanes)(__builtin_convertvector(*(const Halves *)(x), LaneBits) << 16))
#define WIDENED(x) from_bits((int32_t)((uint32_t)(x) << 16))

#else
#error "define the type of the elements first"
#endif

#if defined(__x86_64__)
#include <immintrin.h>

#if defined(ELEMENT_F32)
#define FOR_ELEMENT ON_V4
#define MULTIPLY_ADD(sums, left, right)                                                            \
  (sums) = _mm512_fmadd_ps((__m512)(left), (__m512)(right), sums)

#elif defined(ELEMENT_BF16)
#define FOR_ELEMENT ON_V4_BF16
#define MULTIPLY_ADD(sums, left, right)                                                            \
  (sums) = _mm512_dpbf16_ps(sums, (__m512bh)(left), (__m512bh)(right))
#define SPLAT(x) ((Lanes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})
#define MULTIPLY_ADD_LANES(sums, word, words)                                                      \
  (sums) = (Lanes)_mm512_dpbf16_ps(                                                               \
      (__m512)(sums), (__m512bh)(__m512)SPLAT(word), (__m512bh)(__m512)(words))
/// Sixteen words that hold lanes, rounded to bf16, in their lower halves.
#define ROUNDED(x)                                                                                \
  ((LaneBits)_mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh((__m512)(x))))
#endif

#define ELEMENT_INLINED INLINED FOR_ELEMENT
#define UNROLLED _Pragma("clang loop unroll(full)")

#elif defined(ELEMENT_BF16)
// No processor without AVX-512 takes this path; the code says what it would compute.
#define FOR_ELEMENT
#define UPPER ((int32_t)0xffff0000)
#define MULTIPLY_ADD_LANES(sums, word, words)                                                      \
  (sums) += from_bits(to_bits(word) << 16) * (Lanes)((LaneBits)(words) << 16) +                   \
            from_bits(to_bits(word) & UPPER) * (Lanes)((LaneBits)(words) & UPPER)
#define EVEN_UP(bits) (((bits) + 0x7fff + (((bits) >> 16) & 1)) >> 16 & 0xffff)
#define ROUNDED(x)                                                                                \
  (((LaneBits)(x) >> 16 & 0xffff & ((x) != (x))) | (EVEN_UP((LaneBits)(x)) & ((x) == (x))))
#endif
