#pragma once
#include "FewRowSums.h"

// b as [k, n] in bf16, for more than a few rows of a: the sums of a panel of columns stay in
// registers, and the panel's next block is asked for meanwhile.

/// Columns of a panel and rows of a block of it: a block of the result is read again for each.
#define PANEL 64
#define BLOCK 256

/// Two steps along k: the processor multiplies pairs, so two rows of b are woven into one.
FEW_INLINED void add_pair(
    size_t rows, const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB,
    size_t width, size_t steps, int fetches, __m512 sums[HEIGHT][4]) {
  __m512i pairs[4];
  for (size_t half = 0; half < 2; half++) {
    const uint16_t *values = b + 32 * half;
    size_t count = width < 32 * half ? 0 : width - 32 * half;
    __m512i upper = load(values, count);
    __m512i lower = steps < 2 ? _mm512_setzero_si512() : load(values + strideB, count);
    pairs[2 * half] = _mm512_unpacklo_epi16(upper, lower);
    pairs[2 * half + 1] = _mm512_unpackhi_epi16(upper, lower);
    if (fetches) {
      _mm_prefetch(values + PANEL, _MM_HINT_T1);
      _mm_prefetch(values + strideB + PANEL, _MM_HINT_T1);
    }
  }
  for (size_t r = 0; r < rows; r++) {
    const uint16_t *values = a + r * strideA;
    uint32_t pair = values[0];
    if (steps == 2) memcpy(&pair, values, sizeof(pair));
    __m512bh left = (__m512bh)_mm512_set1_epi32((int)pair);
    for (size_t j = 0; j < 4; j++)
      sums[r][j] = _mm512_dpbf16_ps(sums[r][j], left, (__m512bh)pairs[j]);
  }
}

FEW_INLINED void panel(
    size_t rows, const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, float *c,
    size_t strideC, size_t width, size_t k, int fetches, int adds) {
  __m512 sums[HEIGHT][4];
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < 4; j++) sums[r][j] = _mm512_setzero_ps();
  size_t p = 0;
  for (; p + 2 <= k; p += 2)
    add_pair(rows, a + p, strideA, b + p * strideB, strideB, width, 2, fetches, sums);
  if (p < k) add_pair(rows, a + p, strideA, b + p * strideB, strideB, width, 1, 0, sums);
  for (size_t r = 0; r < rows; r++)
    for (size_t half = 0; half < 2 && 32 * half < width; half++)
      put_columns(
          sums[r][2 * half], sums[r][2 * half + 1], c + r * strideC + 32 * half, width - 32 * half,
          adds);
}

FEW static void multiply_panels(
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
