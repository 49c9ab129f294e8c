#pragma once
#include "FewRows.h"

// b as [n, k]: dot products of up to HEIGHT rows of a with four rows of b at a time.

/// Prefetches the next four rows of b while the four before them are multiplied. Short rows come
/// one after another, in the order of memory, so that the processor's own prefetcher takes part,
/// which would start again at every row. Long ones come side by side, as the products read them.
typedef struct {
  const char *line;
  /// Bytes between the lines that are prefetched together, and from one step to the next.
  size_t apart, advance;
  size_t count;
} Prefetch;

/// What one of the tiles prefetches: each step of a tile reads four lines.
static Prefetch prefetch_of(
    const Element *next, size_t stride, size_t k, size_t tile, size_t tiles) {
  size_t bytes = stride * sizeof(Element), steps = k / VALUES;
  if (bytes >= 4096) return (Prefetch){(const char *)next, bytes, 64, tile == 0 ? 4 : 0};
  size_t first = 4 * tile / tiles, past = 4 * (tile + 1) / tiles, count = past - first;
  return (Prefetch){(const char *)next + first * steps * 64, 64, 64 * count, count};
}

ELEMENT_INLINED void prefetch_lines(Prefetch *prefetch) {
  for (size_t i = 0; i < prefetch->count; i++)
    _mm_prefetch(prefetch->line + i * prefetch->apart, _MM_HINT_T1);
  prefetch->line += prefetch->advance;
}

/// The sums of four vectors.
ELEMENT_INLINED __m128 sum_each(const __m512 *v) {
  __m256 halves[4];
  for (size_t i = 0; i < 4; i++)
    halves[i] = _mm256_add_ps(_mm512_castps512_ps256(v[i]), _mm512_extractf32x8_ps(v[i], 1));
  __m256 sums = _mm256_hadd_ps(
      _mm256_hadd_ps(halves[0], halves[1]), _mm256_hadd_ps(halves[2], halves[3]));
  return _mm_add_ps(_mm256_castps256_ps128(sums), _mm256_extractf128_ps(sums, 1));
}

/// A vector's steps along k, or those that are left.
ELEMENT_INLINED void add_dots(
    size_t rows, size_t columns, const Element *a, size_t strideA, const Element *b,
    size_t strideB, size_t count, __m512 sums[HEIGHT][4]) {
  __m512i right[4];
  for (size_t j = 0; j < columns; j++) right[j] = load(b + j * strideB, count);
  for (size_t r = 0; r < rows; r++) {
    __m512i left = load(a + r * strideA, count);
    for (size_t j = 0; j < columns; j++) MULTIPLY_ADD(sums[r][j], left, right[j]);
  }
}

ELEMENT_INLINED void dots(
    size_t rows, size_t columns, const Element *a, size_t strideA, const Element *b,
    size_t strideB, float *c, size_t strideC, size_t k, int adds, Prefetch prefetch) {
  __m512 sums[HEIGHT][4];
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < 4; j++) sums[r][j] = _mm512_setzero_ps();
  size_t p = 0;
  for (; p + VALUES <= k; p += VALUES) {
    prefetch_lines(&prefetch);
    add_dots(rows, columns, a + p, strideA, b + p, strideB, VALUES, sums);
  }
  if (p < k) add_dots(rows, columns, a + p, strideA, b + p, strideB, k - p, sums);
  __mmask8 mask = (__mmask8)((1u << columns) - 1);
  for (size_t r = 0; r < rows; r++) {
    float *out = c + r * strideC;
    __m128 result = sum_each(sums[r]);
    if (adds) result = _mm_add_ps(result, _mm_maskz_loadu_ps(mask, out));
    _mm_mask_storeu_ps(out, mask, result);
  }
}

FOR_ELEMENT static void multiply_transposed(
    const Element *a, size_t strideA, const Element *b, size_t strideB, float *c, size_t strideC,
    size_t m, size_t n, size_t k, int adds) {
  Tiles tiles = tiles_of(m);
  for (size_t column = 0; column < n; column += 4) {
    const Element *right = b + column * strideB, *left = a;
    float *out = c + column;
    for (size_t tile = 0; tile < tiles.tiles; tile++) {
      size_t rows = height(tiles, tile);
      Prefetch prefetch = {0};
      if (n - column >= 8)
        prefetch = prefetch_of(right + 4 * strideB, strideB, k, tile, tiles.tiles);
#define DOTS(rows) dots(rows, 4, left, strideA, right, strideB, out, strideC, k, adds, prefetch)
      if (n - column < 4)
        for (size_t j = 0; j < n - column; j++)
          for (size_t r = 0; r < rows; r++)
            dots(
                1, 1, left + r * strideA, strideA, right + j * strideB, strideB,
                out + r * strideC + j, strideC, k, adds, prefetch);
      else
        WITH_HEIGHT(rows, DOTS)
      left += rows * strideA;
      out += rows * strideC;
    }
  }
}
