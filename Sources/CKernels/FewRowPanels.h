#pragma once
#include "FewRowSums.h"

// b as [k, n] in bf16, for more than a few rows of a: the sums of a panel of columns stay in
// registers, and the panel's next block is prefetched meanwhile.

/// Columns of a panel and rows of a block of it: a block of the result is read again for each.
#define PANEL 64
#define BLOCK 256

/// A word along k.
ELEMENT_INLINED void add_word_of_panel(
    size_t rows, const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB,
    size_t width, size_t steps, int fetches, __m512 sums[HEIGHT][4]) {
  __m512i words[4];
  for (size_t half = 0; half < 2; half++) {
    const uint16_t *values = b + 32 * half;
    words_of(values, strideB, width < 32 * half ? 0 : width - 32 * half, steps, words + 2 * half);
    if (fetches) {
      _mm_prefetch(values + PANEL, _MM_HINT_T1);
      _mm_prefetch(values + strideB + PANEL, _MM_HINT_T1);
    }
  }
  for (size_t r = 0; r < rows; r++) {
    __m512i left = word_at(a + r * strideA, steps);
    for (size_t j = 0; j < 4; j++) MULTIPLY_ADD(sums[r][j], left, words[j]);
  }
}

ELEMENT_INLINED void panel(
    size_t rows, const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, float *c,
    size_t strideC, size_t width, size_t k, int fetches, int adds) {
  __m512 sums[HEIGHT][4];
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < 4; j++) sums[r][j] = _mm512_setzero_ps();
  size_t p = 0;
  for (; p + 2 <= k; p += 2)
    add_word_of_panel(rows, a + p, strideA, b + p * strideB, strideB, width, 2, fetches, sums);
  if (p < k) add_word_of_panel(rows, a + p, strideA, b + p * strideB, strideB, width, 1, 0, sums);
  for (size_t r = 0; r < rows; r++)
    for (size_t half = 0; half < 2 && 32 * half < width; half++)
      store_columns(
          sums[r][2 * half], sums[r][2 * half + 1], c + r * strideC + 32 * half, width - 32 * half,
          adds);
}

FOR_ELEMENT static void multiply_panels(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, float *c, size_t strideC,
    size_t m, size_t n, size_t k, int adds) {
  Tiles tiles = tiles_of(m);
  for (size_t step = 0; step < k; step += BLOCK) {
    size_t steps = k - step < BLOCK ? k - step : BLOCK;
    int keeps = adds || step > 0;
    for (size_t column = 0; column < n; column += PANEL) {
      size_t width = n - column < PANEL ? n - column : PANEL;
      const uint16_t *right = b + step * strideB + column, *left = a + step;
      float *out = c + column;
      for (size_t tile = 0; tile < tiles.tiles; tile++) {
        size_t rows = height(tiles, tile);
#define PANELS(rows, width, fetches) \
  panel(rows, left, strideA, right, strideB, out, strideC, width, steps, fetches, keeps)
#define FETCHING_PANEL(rows) PANELS(rows, PANEL, 1)
#define WHOLE_PANEL(rows) PANELS(rows, PANEL, 0)
#define PART_OF_PANEL(rows) PANELS(rows, width, 0)
        if (width < PANEL)
          WITH_HEIGHT(rows, PART_OF_PANEL)
        else if (tile == 0)
          WITH_HEIGHT(rows, FETCHING_PANEL)
        else
          WITH_HEIGHT(rows, WHOLE_PANEL)
        left += rows * strideA;
        out += rows * strideC;
      }
    }
  }
}
