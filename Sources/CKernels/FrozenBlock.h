#pragma once
#include "Element.h"
#include "FrozenKernels.h"

// One block of a product: up to 8 rows of a times a panel of 32 columns of b, both packed (see
// `FrozenKernels.h` for a picture) in words: one float or PAIR = 2 of bf16 along k. In the slots
// that the multiplications leave free it packs a part of the next panel and prefetches its memory.

#define ROWS kernel_frozen_rows
#define COLUMNS kernel_frozen_columns
/// Steps between two prefetches.
#define CHUNK 16

typedef struct {
  /// [steps, rows] and [steps, 32].
  const uint32_t *a, *b;
  size_t steps;
  /// [rows, width], rows `stride` apart.
  float *c;
  size_t stride, width;
  /// [rows, width], what the sums are added to; nothing where it is null.
  const float *start;
  size_t strideStart;
} Block;

typedef enum { NOTHING, INTERLEAVES, TRANSPOSES } Packing;

/// What is packed besides, in a block's first chunks of steps, and what is prefetched, in each
/// chunk.
typedef struct {
  const Element *from;
  size_t stride;
  uint32_t *to;
  size_t chunks;
  const Element *prefetch;
  /// Rows that a chunk prefetches, and elements from one chunk's to the next's.
  size_t prefetched, advance;
} SideWork;

/// One step of all columns, from b [k, n].
ELEMENT_INLINED void interleave(const Element *b, size_t stride, uint32_t *to) {
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
ELEMENT_INLINED void transpose(const void *b, size_t bytes, uint32_t *to, size_t width) {
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

ELEMENT_INLINED void step(
    const size_t rows, const uint32_t *a, const uint32_t *b, __m512 sums[ROWS][2]) {
  __m512 left = _mm512_loadu_ps(b), right = _mm512_loadu_ps(b + 16);
  UNROLLED for (size_t r = 0; r < rows; r++) {
    __m512 word = _mm512_castsi512_ps(_mm512_set1_epi32((int)a[r]));
    MULTIPLY_ADD(sums[r][0], word, left);
    MULTIPLY_ADD(sums[r][1], word, right);
  }
}

ELEMENT_INLINED void chunk(
    const size_t rows, const Packing packing, const Block *block, const SideWork *side,
    size_t first, __m512 sums[ROWS][2]) {
  const Element *next = side->prefetch + first / CHUNK * side->advance;
  for (size_t i = 0; i < side->prefetched; i++) {
    // The last byte of the line, where lines and rows don't begin together.
    const char *line = (const char *)(next + i * side->stride) + 63;
    _mm_prefetch(line, _MM_HINT_T1);
    if (PAIR == 1 && side->advance > CHUNK) _mm_prefetch(line + 64, _MM_HINT_T1);
  }
#pragma clang loop unroll(disable)
  for (size_t p = first; p < first + CHUNK; p += 4)
    UNROLLED for (size_t q = p; q < p + 4; q++) {
      step(rows, block->a + q * rows, block->b + q * COLUMNS, sums);
      if (packing == INTERLEAVES)
        interleave(side->from + q * PAIR * side->stride, side->stride, side->to + q * COLUMNS);
      if (packing == TRANSPOSES && q == p + 1)
        transpose(
            side->from + p * PAIR, side->stride * sizeof(Element), side->to + p * COLUMNS,
            COLUMNS);
    }
}

/// Sixteen results, or the first of them.
ELEMENT_INLINED void store_sums(float *out, __m512 sums, size_t count, const float *start) {
  if (count >= 16) {
    if (start) sums = _mm512_add_ps(sums, _mm512_loadu_ps(start));
    _mm512_storeu_ps(out, sums);
  } else if (count > 0) {
    __mmask16 mask = (__mmask16)((1u << count) - 1);
    if (start) sums = _mm512_add_ps(sums, _mm512_maskz_loadu_ps(mask, start));
    _mm512_mask_storeu_ps(out, mask, sums);
  }
}

ELEMENT_INLINED void multiply_block(
    const size_t rows, const Packing packing, const Block *given, const SideWork *givenWork) {
  const Block block = *given;
  const SideWork side = *givenWork;
  __m512 sums[ROWS][2];
  UNROLLED for (size_t r = 0; r < rows; r++) {
    sums[r][0] = sums[r][1] = _mm512_setzero_ps();
    _mm_prefetch(block.c + r * block.stride, _MM_HINT_ET0);
    _mm_prefetch(block.c + r * block.stride + 16, _MM_HINT_ET0);
  }
  size_t p = 0;
  if (packing != NOTHING)
    for (; p < side.chunks * CHUNK; p += CHUNK) chunk(rows, packing, &block, &side, p, sums);
  for (; p + CHUNK <= block.steps; p += CHUNK) chunk(rows, NOTHING, &block, &side, p, sums);
  for (; p < block.steps; p++) step(rows, block.a + p * rows, block.b + p * COLUMNS, sums);
  UNROLLED for (size_t r = 0; r < rows; r++) {
    float *out = block.c + r * block.stride;
    const float *start = block.start ? block.start + r * block.strideStart : NULL;
    store_sums(out, sums[r][0], block.width, start);
    store_sums(
        out + 16, sums[r][1], block.width > 16 ? block.width - 16 : 0, start ? start + 16 : NULL);
  }
}

/// With the number of rows as a constant, the sums stay in registers.
#define BLOCKS(name, packing)                                                                      \
  FOR_ELEMENT static void name(size_t rows, const Block *block, const SideWork *side) {            \
    switch (rows) {                                                                                \
      CASE(1, packing) CASE(2, packing) CASE(3, packing) CASE(4, packing)                          \
      CASE(5, packing) CASE(6, packing) CASE(7, packing) CASE(8, packing)                          \
    }                                                                                              \
  }
#define CASE(n, packing)                                                                           \
  case n:                                                                                          \
    multiply_block(n, packing, block, side);                                                       \
    break;

BLOCKS(multiply_alone, NOTHING)
BLOCKS(multiply_and_interleave, INTERLEAVES)
BLOCKS(multiply_and_transpose, TRANSPOSES)
