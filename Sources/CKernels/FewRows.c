#include "FewRowKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define BF16 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16")))
#define WIDE static inline __attribute__((always_inline)) BF16

/// A tile of the result stays in registers while the matrix passes by: this many rows by four
/// vectors.
#define HEIGHT 6
/// Columns of a panel and rows of a block of it: a block of the result is read again for each.
#define PANEL 64
#define BLOCK 256

/// The rows of a product in tiles as even as they get.
typedef struct {
  size_t rows, tiles;
} Tiles;

static Tiles tiles_of(size_t rows) { return (Tiles){rows, (rows + HEIGHT - 1) / HEIGHT}; }

static size_t height(Tiles tiles, size_t tile) {
  return tiles.rows / tiles.tiles + (tile < tiles.rows % tiles.tiles);
}

/// Calls with the height as a constant, so that the loops over it unroll.
#define WITH_HEIGHT(height, CALL) \
  switch (height) { \
  case 1: CALL(1); break; \
  case 2: CALL(2); break; \
  case 3: CALL(3); break; \
  case 4: CALL(4); break; \
  case 5: CALL(5); break; \
  default: CALL(HEIGHT); break; \
  }

/// The first `count` of thirty-two values, the rest 0.
WIDE __m512i load(const uint16_t *values, size_t count) {
  return count >= 32 ? _mm512_loadu_si512(values)
                     : _mm512_maskz_loadu_epi16((1u << count) - 1, values);
}

// MARK: b as [n, k]: dot products

/// The sums of four vectors.
WIDE __m128 sum_each(const __m512 *v) {
  __m256 halves[4];
  for (size_t i = 0; i < 4; i++)
    halves[i] = _mm256_add_ps(_mm512_castps512_ps256(v[i]), _mm512_extractf32x8_ps(v[i], 1));
  __m256 sums = _mm256_hadd_ps(
      _mm256_hadd_ps(halves[0], halves[1]), _mm256_hadd_ps(halves[2], halves[3]));
  return _mm_add_ps(_mm256_castps256_ps128(sums), _mm256_extractf128_ps(sums, 1));
}

/// Thirty-two steps along k, or those that are left.
WIDE void add_dots(
    size_t rows, size_t columns, const uint16_t *a, size_t strideA, const uint16_t *b,
    size_t strideB, size_t count, int fetches, __m512 sums[HEIGHT][4]) {
  __m512i right[4];
  for (size_t j = 0; j < columns; j++) {
    right[j] = load(b + j * strideB, count);
    // The next four rows: each is short, and the processor's own look-ahead starts anew with it.
    if (fetches) _mm_prefetch(b + (j + 4) * strideB, _MM_HINT_T0);
  }
  for (size_t r = 0; r < rows; r++) {
    __m512bh left = (__m512bh)load(a + r * strideA, count);
    for (size_t j = 0; j < columns; j++)
      sums[r][j] = _mm512_dpbf16_ps(sums[r][j], left, (__m512bh)right[j]);
  }
}

WIDE void dots(
    size_t rows, size_t columns, const uint16_t *a, size_t strideA, const uint16_t *b,
    size_t strideB, float *c, size_t strideC, size_t k, int fetches, int adds) {
  __m512 sums[HEIGHT][4];
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < 4; j++) sums[r][j] = _mm512_setzero_ps();
  size_t p = 0;
  for (; p + 32 <= k; p += 32)
    add_dots(rows, columns, a + p, strideA, b + p, strideB, 32, fetches, sums);
  if (p < k) add_dots(rows, columns, a + p, strideA, b + p, strideB, k - p, 0, sums);
  __mmask8 mask = (__mmask8)((1u << columns) - 1);
  for (size_t r = 0; r < rows; r++) {
    float *place = c + r * strideC;
    __m128 result = sum_each(sums[r]);
    if (adds) result = _mm_add_ps(result, _mm_maskz_loadu_ps(mask, place));
    _mm_mask_storeu_ps(place, mask, result);
  }
}

BF16 static void multiply_transposed(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, float *c, size_t strideC,
    size_t m, size_t n, size_t k, int adds) {
  Tiles tiles = tiles_of(m);
  for (size_t column = 0; column < n; column += 4) {
    const uint16_t *right = b + column * strideB, *left = a;
    float *out = c + column;
    for (size_t tile = 0; tile < tiles.tiles; tile++) {
      size_t rows = height(tiles, tile);
#define DOTS(rows, columns, fetches) \
  dots(rows, columns, left, strideA, right, strideB, out, strideC, k, fetches, adds)
#define FETCHING(rows) DOTS(rows, 4, 1)
#define WHOLE(rows) DOTS(rows, 4, 0)
      if (n - column < 4)
        for (size_t j = 0; j < n - column; j++)
          for (size_t r = 0; r < rows; r++)
            dots(
                1, 1, left + r * strideA, strideA, right + j * strideB, strideB,
                out + r * strideC + j, strideC, k, 0, adds);
      else if (tile == 0 && n - column >= 8)
        WITH_HEIGHT(rows, FETCHING)
      else
        WITH_HEIGHT(rows, WHOLE)
      left += rows * strideA;
      out += rows * strideC;
    }
  }
}

// MARK: b as [k, n]: panels

/// Two steps along k: the processor multiplies pairs, so two rows of b are woven into one.
WIDE void add_pair(
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
      _mm_prefetch(values + PANEL, _MM_HINT_T0);
      _mm_prefetch(values + strideB + PANEL, _MM_HINT_T0);
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

/// Sixteen results, or the first of them.
WIDE void put(float *place, __m512 sums, size_t count, int adds) {
  __mmask16 mask = (__mmask16)(count >= 16 ? 0xFFFF : (1u << count) - 1);
  if (adds) sums = _mm512_add_ps(sums, _mm512_maskz_loadu_ps(mask, place));
  _mm512_mask_storeu_ps(place, mask, sums);
}

WIDE void panel(
    size_t rows, const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, float *c,
    size_t strideC, size_t width, size_t k, int fetches, int adds) {
  __m512 sums[HEIGHT][4];
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < 4; j++) sums[r][j] = _mm512_setzero_ps();
  size_t p = 0;
  for (; p + 2 <= k; p += 2)
    add_pair(rows, a + p, strideA, b + p * strideB, strideB, width, 2, fetches, sums);
  if (p < k) add_pair(rows, a + p, strideA, b + p * strideB, strideB, width, 1, 0, sums);
  // Weaving goes by groups of four columns: the first vector has groups 0, 2, 4, 6, the second the
  // others.
  const __m512i front =
      _mm512_setr_epi32(0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
  const __m512i back =
      _mm512_setr_epi32(8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
  for (size_t r = 0; r < rows; r++)
    for (size_t half = 0; half < 2; half++) {
      size_t first = 32 * half;
      if (width <= first) break;
      __m512 even = sums[r][2 * half], odd = sums[r][2 * half + 1];
      float *place = c + r * strideC + first;
      put(place, _mm512_permutex2var_ps(even, front, odd), width - first, adds);
      if (width > first + 16)
        put(place + 16, _mm512_permutex2var_ps(even, back, odd), width - first - 16, adds);
    }
}

BF16 static void multiply_plain(
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

void kernel_few_rows(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds) {
  (transposed ? multiply_transposed : multiply_plain)(
      a, strideA, b, strideB, c, strideC, m, n, k, adds);
}

#else

void kernel_few_rows(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds) {
  (void)a, (void)strideA, (void)b, (void)strideB, (void)transposed, (void)c, (void)strideC, (void)m,
      (void)n, (void)k, (void)adds;
  __builtin_trap();
}

#endif
