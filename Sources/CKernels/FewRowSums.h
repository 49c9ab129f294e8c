#pragma once
#include "FewRows.h"

// b as [k, n]: rows of b, each times a column of a. A few rows of b pass by at once, in the order
// of memory, while the sums stay in a buffer in the first level's cache:
//
//   sums   columns 0 … 15 of row 0, of row 1, … of row m − 1, columns 16 … 31 of row 0, …

/// Columns whose sums the buffer holds, and rows of a.
#define STRIP 1536
#define MAX_ROWS 16
/// Columns that one tile after another sees.
#define STRETCH 128
/// Words along k that pass by at once: as many as there are registers for, for few rows and for
/// more.
#define DEEP 8
#if PAIR == 1
#define FLAT 6
#else
#define FLAT 4
#endif

/// The words of a vector's columns, in sixteens.
ELEMENT_INLINED void words_of(
    const Element *b, size_t stride, size_t count, size_t steps, __m512i words[PAIR]) {
#if PAIR == 1
  (void)stride, (void)steps;
  words[0] = load(b, count);
#else
  // The processor multiplies pairs along k, so two rows of b are interleaved into one.
  __m512i upper = load(b, count);
  __m512i lower = steps < 2 ? _mm512_setzero_si512() : load(b + stride, count);
  words[0] = _mm512_unpacklo_epi16(upper, lower);
  words[1] = _mm512_unpackhi_epi16(upper, lower);
#endif
}

/// One word along k.
ELEMENT_INLINED __m512i word_at(const Element *a, size_t steps) {
  uint32_t word = 0;
  memcpy(&word, a, steps < PAIR ? sizeof(Element) : sizeof(word));
  return _mm512_set1_epi32((int)word);
}

typedef struct {
  const Element *a, *b;
  size_t strideA, strideB;
  float *sums;
  /// Rows of a that share the buffer.
  size_t all;
} Cursor;

ELEMENT_INLINED void add_columns(
    const size_t rows, const size_t depth, const Cursor *at, size_t column, size_t count,
    size_t steps, int fetches, const __m512i factors[4 * DEEP]) {
  float *out = at->sums + column * at->all;
  __m512 sums[4][PAIR];
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < PAIR; j++)
      sums[r][j] = _mm512_loadu_ps(out + (j * at->all + r) * 16);
  UNROLLED for (size_t g = 0; g < depth; g++) {
    const Element *b = at->b + g * PAIR * at->strideB + column;
    __m512i words[PAIR];
    words_of(b, at->strideB, count, steps - g * PAIR, words);
    if (fetches)
      for (size_t i = 0; i < PAIR; i++)
        _mm_prefetch(b + (depth * PAIR + i) * at->strideB, _MM_HINT_T1);
    UNROLLED for (size_t r = 0; r < rows; r++)
      for (size_t j = 0; j < PAIR; j++) MULTIPLY_ADD(sums[r][j], factors[r * depth + g], words[j]);
  }
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < PAIR; j++)
      _mm512_storeu_ps(out + (j * at->all + r) * 16, sums[r][j]);
}

/// `depth` words along k, or a part of a word where depth is 1, times a stretch of the columns.
ELEMENT_INLINED void add_rows(
    const size_t rows, const size_t depth, const Cursor *given, size_t first, size_t past,
    size_t steps, int fetches) {
  const Cursor at = *given;
  __m512i factors[4 * DEEP];
  UNROLLED for (size_t r = 0; r < rows; r++)
    UNROLLED for (size_t g = 0; g < depth; g++)
      factors[r * depth + g] = word_at(at.a + r * at.strideA + g * PAIR, steps - g * PAIR);
  size_t column = first;
  for (; column + VALUES <= past; column += VALUES)
    add_columns(rows, depth, &at, column, VALUES, steps, fetches, factors);
  if (column < past) add_columns(rows, depth, &at, column, past - column, steps, 0, factors);
}

#define WITH_ROWS(depth) \
  switch (rows) { \
  case 1: add_rows(1, depth, at, first, past, steps, fetches); break; \
  case 2: add_rows(2, depth, at, first, past, steps, fetches); break; \
  case 3: add_rows(3, depth, at, first, past, steps, fetches); break; \
  default: add_rows(4, depth, at, first, past, steps, fetches); break; \
  }

FOR_ELEMENT static void add_deep(
    size_t rows, const Cursor *at, size_t first, size_t past, size_t steps, int fetches) {
  WITH_ROWS(DEEP)
}

FOR_ELEMENT static void add_flat(
    size_t rows, const Cursor *at, size_t first, size_t past, size_t steps, int fetches) {
  WITH_ROWS(FLAT)
}

FOR_ELEMENT static void add_word(
    size_t rows, const Cursor *at, size_t first, size_t past, size_t steps, int fetches) {
  WITH_ROWS(1)
}

/// Sixteen results, or the first of them.
ELEMENT_INLINED void store_sums(float *out, __m512 sums, size_t count, int adds) {
  __mmask16 mask = (__mmask16)(count >= 16 ? 0xFFFF : (1u << count) - 1);
  if (adds) sums = _mm512_add_ps(sums, _mm512_maskz_loadu_ps(mask, out));
  _mm512_mask_storeu_ps(out, mask, sums);
}

#if PAIR == 2
/// The sums of a vector's columns, or of the first of them. Interleaving goes by groups of four
/// columns: `even` has groups 0, 2, 4, 6, `odd` the others.
ELEMENT_INLINED void store_columns(__m512 even, __m512 odd, float *out, size_t count, int adds) {
  const __m512i front =
      _mm512_setr_epi32(0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const __m512i back =
      _mm512_setr_epi32(8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  store_sums(out, _mm512_permutex2var_ps(even, front, odd), count, adds);
  if (count > 16) store_sums(out + 16, _mm512_permutex2var_ps(even, back, odd), count - 16, adds);
}
#endif

/// Some columns: their sums, then what becomes of them.
ELEMENT_INLINED void multiply_strip(
    const Element *a, size_t strideA, const Element *b, size_t strideB, float *c, size_t strideC,
    size_t m, size_t width, size_t k, int adds) {
  _Alignas(64) float sums[MAX_ROWS * STRIP];
  memset(sums, 0, (width + VALUES - 1) / VALUES * VALUES * m * sizeof(float));
  Tiles tiles = {m, (m + 3) / 4};
  size_t depth = m < 3 ? DEEP : FLAT, words = 0;
  for (size_t p = 0; p < k; p += words * PAIR) {
    words = (k - p) / PAIR < depth ? 1 : depth;
    for (size_t first = 0; first < width; first += STRETCH) {
      size_t past = width - first < STRETCH ? width : first + STRETCH;
      Cursor at = {a + p, b + p * strideB, strideA, strideB, sums, m};
      for (size_t tile = 0; tile < tiles.tiles; tile++) {
        size_t rows = height(tiles, tile);
        (words == 1 ? add_word : m < 3 ? add_deep : add_flat)(
            rows, &at, first, past, k - p, tile == 0);
        at.a += rows * strideA;
        at.sums += rows * 16;
      }
    }
  }
  for (size_t column = 0; column < width; column += VALUES)
    for (size_t r = 0; r < m; r++) {
      const float *from = sums + column * m + r * 16;
      float *out = c + r * strideC + column;
#if PAIR == 1
      store_sums(out, _mm512_loadu_ps(from), width - column, adds);
#else
      store_columns(
          _mm512_loadu_ps(from), _mm512_loadu_ps(from + m * 16), out, width - column, adds);
#endif
    }
}

FOR_ELEMENT static void multiply_plain(
    const Element *a, size_t strideA, const Element *b, size_t strideB, float *c, size_t strideC,
    size_t m, size_t n, size_t k, int adds) {
  for (size_t row = 0; row < m; row += MAX_ROWS)
    for (size_t strip = 0; strip < n; strip += STRIP)
      multiply_strip(
          a + row * strideA, strideA, b + strip, strideB, c + row * strideC + strip, strideC,
          m - row < MAX_ROWS ? m - row : MAX_ROWS, n - strip < STRIP ? n - strip : STRIP, k, adds);
}
