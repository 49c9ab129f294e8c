#pragma once
#include "FrozenKernels.h"
#include <immintrin.h>
#include <string.h>

// One block of a product: 8 rows of a times a panel of 32 columns of b, both packed in words, one
// float or PAIR = 2 of bf16 along the summed axis. Beside the multiplications it packs a part of the
// panel that comes next and asks for its memory. Who includes this says what an Element of b and
// MULTIPLY_ADD(sums, word, words) are, and for which processor (FROZEN).

#define FROZEN_INLINED static inline __attribute__((always_inline)) FROZEN
#define UNROLLED _Pragma("clang loop unroll(full)")
#define ROWS kernel_frozen_rows
#define COLUMNS kernel_frozen_columns
/// Steps between two looks at the work beside.
#define CHUNK 16

typedef struct {
  const uint32_t *a, *b;
  size_t steps;
  float *c;
  size_t stride, width;
  /// What the sums are added to, rows apart; none where it is null.
  const float *start;
  size_t strideStart;
} Block;

typedef enum { NOTHING, WEAVES, TURNS } Packing;

/// What is packed, in its first chunks of steps, and what is asked for, in each chunk.
typedef struct {
  const Element *from;
  size_t stride;
  uint32_t *to;
  size_t chunks;
  const Element *ahead;
  /// Rows asked for in a chunk, and from one chunk's to the next's.
  size_t asked, advance;
} Beside;

/// One step of all columns, from b [k, n].
FROZEN_INLINED void weave(const Element *b, size_t stride, uint32_t *to) {
  __m512i first = _mm512_loadu_si512(b);
#if PAIR == 1
  (void)stride;
  __m512i second = _mm512_loadu_si512(b + 16);
#else
  const __m512i low = _mm512_set_epi16(
      47, 15, 46, 14, 45, 13, 44, 12, 43, 11, 42, 10, 41, 9, 40, 8, 39, 7, 38, 6, 37, 5, 36, 4, 35,
      3, 34, 2, 33, 1, 32, 0);
  __m512i next = _mm512_loadu_si512(b + stride);
  __m512i second =
      _mm512_permutex2var_epi16(first, _mm512_add_epi16(low, _mm512_set1_epi16(16)), next);
  first = _mm512_permutex2var_epi16(first, low, next);
#endif
  _mm512_storeu_si512(to, first);
  _mm512_storeu_si512(to + 16, second);
}

/// Four steps of sixteen columns, from b [n, k] and to steps `width` apart.
FROZEN_INLINED void turn(const void *b, size_t bytes, uint32_t *to, size_t width) {
  __m512i lines[4];
#define LINE(row) _mm_loadu_si128((const __m128i *)((const char *)b + (row) * bytes))
  UNROLLED for (size_t i = 0; i < 4; i++) {
    __m512i line = _mm512_castsi128_si512(LINE(i));
    line = _mm512_inserti32x4(line, LINE(i + 4), 1);
    line = _mm512_inserti32x4(line, LINE(i + 8), 2);
    lines[i] = _mm512_inserti32x4(line, LINE(i + 12), 3);
  }
#undef LINE
  __m512i upper01 = _mm512_unpacklo_epi32(lines[0], lines[1]);
  __m512i lower01 = _mm512_unpackhi_epi32(lines[0], lines[1]);
  __m512i upper23 = _mm512_unpacklo_epi32(lines[2], lines[3]);
  __m512i lower23 = _mm512_unpackhi_epi32(lines[2], lines[3]);
  _mm512_storeu_si512(to, _mm512_unpacklo_epi64(upper01, upper23));
  _mm512_storeu_si512(to + width, _mm512_unpackhi_epi64(upper01, upper23));
  _mm512_storeu_si512(to + 2 * width, _mm512_unpacklo_epi64(lower01, lower23));
  _mm512_storeu_si512(to + 3 * width, _mm512_unpackhi_epi64(lower01, lower23));
}

FROZEN_INLINED void step(
    const size_t rows, const uint32_t *a, const uint32_t *b, __m512 sums[ROWS][2]) {
  __m512 left = _mm512_loadu_ps(b), right = _mm512_loadu_ps(b + 16);
  UNROLLED for (size_t r = 0; r < rows; r++) {
    __m512 word = _mm512_castsi512_ps(_mm512_set1_epi32((int)a[r]));
    MULTIPLY_ADD(sums[r][0], word, left);
    MULTIPLY_ADD(sums[r][1], word, right);
  }
}

FROZEN_INLINED void chunk(
    const size_t rows, const Packing packing, const Block *block, const Beside *beside,
    size_t first, __m512 sums[ROWS][2]) {
  const Element *ahead = beside->ahead + first / CHUNK * beside->advance;
  for (size_t i = 0; i < beside->asked; i++) {
    // The last of the line, where lines and rows don't begin together.
    const char *line = (const char *)(ahead + i * beside->stride) + 63;
    _mm_prefetch(line, _MM_HINT_T1);
    if (PAIR == 1 && beside->advance > CHUNK) _mm_prefetch(line + 64, _MM_HINT_T1);
  }
#pragma clang loop unroll(disable)
  for (size_t p = first; p < first + CHUNK; p += 4)
    UNROLLED for (size_t q = p; q < p + 4; q++) {
      step(rows, block->a + q * rows, block->b + q * COLUMNS, sums);
      if (packing == WEAVES)
        weave(beside->from + q * PAIR * beside->stride, beside->stride, beside->to + q * COLUMNS);
      if (packing == TURNS && q == p + 1)
        turn(
            beside->from + p * PAIR, beside->stride * sizeof(Element), beside->to + p * COLUMNS,
            COLUMNS);
    }
}

/// Sixteen results, or the first of them.
FROZEN_INLINED void put_sums(float *place, __m512 sums, size_t count, const float *start) {
  if (count >= 16) {
    if (start) sums = _mm512_add_ps(sums, _mm512_loadu_ps(start));
    _mm512_storeu_ps(place, sums);
  } else if (count > 0) {
    __mmask16 mask = (__mmask16)((1u << count) - 1);
    if (start) sums = _mm512_add_ps(sums, _mm512_maskz_loadu_ps(mask, start));
    _mm512_mask_storeu_ps(place, mask, sums);
  }
}

FROZEN_INLINED void multiply_block(
    const size_t rows, const Packing packing, const Block *given, const Beside *asked) {
  const Block block = *given;
  const Beside beside = *asked;
  __m512 sums[ROWS][2];
  UNROLLED for (size_t r = 0; r < rows; r++) {
    sums[r][0] = sums[r][1] = _mm512_setzero_ps();
    _mm_prefetch(block.c + r * block.stride, _MM_HINT_ET0);
    _mm_prefetch(block.c + r * block.stride + 16, _MM_HINT_ET0);
  }
  size_t p = 0;
  if (packing != NOTHING)
    for (; p < beside.chunks * CHUNK; p += CHUNK) chunk(rows, packing, &block, &beside, p, sums);
  for (; p + CHUNK <= block.steps; p += CHUNK) chunk(rows, NOTHING, &block, &beside, p, sums);
  for (; p < block.steps; p++) step(rows, block.a + p * rows, block.b + p * COLUMNS, sums);
  UNROLLED for (size_t r = 0; r < rows; r++) {
    float *place = block.c + r * block.stride;
    const float *start = block.start ? block.start + r * block.strideStart : NULL;
    put_sums(place, sums[r][0], block.width, start);
    put_sums(
        place + 16, sums[r][1], block.width > 16 ? block.width - 16 : 0, start ? start + 16 : NULL);
  }
}

/// With the number of rows as a constant, the sums stay in registers.
#define BLOCKS(name, packing)                                                                      \
  FROZEN static void name(size_t rows, const Block *block, const Beside *beside) {                 \
    switch (rows) {                                                                                \
      CASE(1, packing) CASE(2, packing) CASE(3, packing) CASE(4, packing)                          \
      CASE(5, packing) CASE(6, packing) CASE(7, packing) CASE(8, packing)                          \
    }                                                                                              \
  }
#define CASE(n, packing)                                                                           \
  case n:                                                                                          \
    multiply_block(n, packing, block, beside);                                                     \
    break;

BLOCKS(multiply_alone, NOTHING)
BLOCKS(multiply_and_weave, WEAVES)
BLOCKS(multiply_and_turn, TURNS)
