#include "FewRowKernels.h"

#define ELEMENT_WIDENED
#include "Element.h"

// A product of a few rows in f32 with a matrix of bf16 that is read once, on any path.

/// Rows of a that share what is read of b.
#define HEIGHT 4

/// Dot products of some rows of a with some rows of b [n, k].
INLINED void dots(
    const size_t rows, const size_t columns, const float *a, size_t strideA, const Element *b,
    size_t strideB, float *c, size_t strideC, size_t k, int adds) {
  Lanes sums[HEIGHT][4];
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < columns; j++) sums[r][j] = (Lanes){0};
  size_t p = 0;
  for (; p + LANES <= k; p += LANES)
    for (size_t j = 0; j < columns; j++) {
      Lanes right = WIDENED_LANES(b + j * strideB + p);
      for (size_t r = 0; r < rows; r++) sums[r][j] += lanes_at(a + r * strideA + p) * right;
    }
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < columns; j++) {
      float sum = sum_of(&sums[r][j]);
      for (size_t i = p; i < k; i++) sum += a[r * strideA + i] * WIDENED(b[j * strideB + i]);
      float *out = c + r * strideC + j;
      *out = adds ? *out + sum : sum;
    }
}

/// `rows` rows of a with all of b [n, k], `columns` of the result at a time.
INLINED void dot_rows(
    const size_t rows, const size_t columns, const float *a, size_t strideA, const Element *b,
    size_t strideB, float *c, size_t strideC, size_t n, size_t k, int adds) {
  size_t column = 0;
  for (; column + columns <= n; column += columns)
    dots(rows, columns, a, strideA, b + column * strideB, strideB, c + column, strideC, k, adds);
  for (; column < n; column++)
    dots(rows, 1, a, strideA, b + column * strideB, strideB, c + column, strideC, k, adds);
}

/// Rows of b [n, k] that stay in the cache while the rows of a pass by.
#define NEAR 8

INLINED void multiply_transposed(
    const float *a, size_t strideA, const Element *b, size_t strideB, float *c, size_t strideC,
    size_t m, size_t n, size_t k, int adds) {
  for (size_t first = 0; first < n; first += NEAR) {
    size_t width = n - first < NEAR ? n - first : NEAR;
    const Element *right = b + first * strideB;
    for (size_t row = 0; row < m; row += HEIGHT) {
      const float *left = a + row * strideA;
      float *out = c + row * strideC + first;
#define DOTS(rows, columns)                                                                        \
  dot_rows(rows, columns, left, strideA, right, strideB, out, strideC, width, k, adds)
      switch (m - row) {
      case 1: DOTS(1, 4); break;
      case 2: DOTS(2, 2); break;
      case 3: DOTS(3, 1); break;
      default: DOTS(4, 1); break;
      }
#undef DOTS
    }
  }
}

/// Rows of b [k, n] that pass by at once.
#define DEPTH 4

/// c[r] += Σ a(r, p) · row p of b, over `depth` rows of b, for some columns.
INLINED void add_rows(
    const size_t rows, const size_t depth, const float *a, size_t strideA, const Element *b,
    size_t strideB, float *c, size_t strideC, size_t n) {
  size_t column = 0;
  for (; column + LANES <= n; column += LANES) {
    Lanes sums[HEIGHT];
    for (size_t r = 0; r < rows; r++) sums[r] = lanes_at(c + r * strideC + column);
    for (size_t p = 0; p < depth; p++) {
      Lanes right = WIDENED_LANES(b + p * strideB + column);
      for (size_t r = 0; r < rows; r++) sums[r] += a[r * strideA + p] * right;
    }
    for (size_t r = 0; r < rows; r++) store_lanes(c + r * strideC + column, sums[r]);
  }
  for (; column < n; column++)
    for (size_t r = 0; r < rows; r++) {
      float sum = c[r * strideC + column];
      for (size_t p = 0; p < depth; p++)
        sum += a[r * strideA + p] * WIDENED(b[p * strideB + column]);
      c[r * strideC + column] = sum;
    }
}

/// Sums of a strip of columns, for all rows, that stay in the first level's cache.
#define SUMS 6144

INLINED void multiply_plain(
    const float *a, size_t strideA, const Element *b, size_t strideB, float *c, size_t strideC,
    size_t m, size_t n, size_t k, int adds) {
  size_t strip = SUMS / m / LANES * LANES;
  if (strip < LANES) strip = LANES;
  for (size_t first = 0; first < n; first += strip) {
    size_t width = n - first < strip ? n - first : strip;
    if (!adds)
      for (size_t r = 0; r < m; r++) memset(c + r * strideC + first, 0, width * sizeof(float));
    for (size_t p = 0; p < k; p += DEPTH)
      for (size_t row = 0; row < m; row += HEIGHT) {
        const float *left = a + row * strideA + p;
        const Element *right = b + p * strideB + first;
        float *out = c + row * strideC + first;
        size_t rows = m - row < HEIGHT ? m - row : HEIGHT;
        if (k - p < DEPTH)
          for (size_t r = 0; r < rows; r++)
            for (size_t i = 0; i < k - p; i++)
              add_rows(
                  1, 1, left + r * strideA + i, strideA, right + i * strideB, strideB,
                  out + r * strideC, strideC, width);
        else
          switch (rows) {
          case 1: add_rows(1, DEPTH, left, strideA, right, strideB, out, strideC, width); break;
          case 2: add_rows(2, DEPTH, left, strideA, right, strideB, out, strideC, width); break;
          case 3: add_rows(3, DEPTH, left, strideA, right, strideB, out, strideC, width); break;
          default: add_rows(4, DEPTH, left, strideA, right, strideB, out, strideC, width); break;
          }
      }
  }
}

KERNEL(
    void, kernel_few_rows_widened,
    (const float *a, size_t strideA, const Element *b, size_t strideB, int transposed, float *c,
     size_t strideC, size_t m, size_t n, size_t k, int adds),
    (a, strideA, b, strideB, transposed, c, strideC, m, n, k, adds)) {
  if (transposed)
    multiply_transposed(a, strideA, b, strideB, c, strideC, m, n, k, adds);
  else
    multiply_plain(a, strideA, b, strideB, c, strideC, m, n, k, adds);
}
