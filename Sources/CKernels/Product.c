#include "CKernels.h"
#include "VectorMath.h"

/// Sixteen floats at any address.
typedef float Lanes __attribute__((vector_size(64), aligned(4)));

/// Rows of c that are summed at once: as many as leave AVX2's sixteen registers room for b.
#define BLOCK 6

/// c[rows, 16] from one column block of b; `width` of its columns exist.
INLINED void column_block(
    size_t rows, const float *a, size_t rowA, size_t stepA, const float *b, size_t strideB,
    float *c, size_t strideC, size_t width, size_t k, int adds) {
  Lanes sums[BLOCK];
  for (size_t r = 0; r < rows; r++) sums[r] = (Lanes){0};
  if (width == 16) {
    for (size_t p = 0; p < k; p++) {
      Lanes line = *(const Lanes *)(b + p * strideB);
      for (size_t r = 0; r < rows; r++) sums[r] += a[r * rowA + p * stepA] * line;
    }
    for (size_t r = 0; r < rows; r++) {
      Lanes *place = (Lanes *)(c + r * strideC);
      *place = adds ? *place + sums[r] : sums[r];
    }
    return;
  }
  for (size_t p = 0; p < k; p++) {
    Lanes line = {0};
    memcpy(&line, b + p * strideB, width * sizeof(float));
    for (size_t r = 0; r < rows; r++) sums[r] += a[r * rowA + p * stepA] * line;
  }
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < width; i++) {
      float *place = c + r * strideC + i;
      *place = adds ? *place + sums[r][i] : sums[r][i];
    }
}

KERNEL void kernel_product(
    const float *a, size_t rowA, size_t stepA, const float *b, size_t strideB, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds) {
  for (size_t column = 0; column < n; column += 16) {
    size_t width = n - column < 16 ? n - column : 16;
    const float *right = b + column;
    float *out = c + column;
    size_t row = 0;
    for (; row + BLOCK <= m; row += BLOCK)
      column_block(
          BLOCK, a + row * rowA, rowA, stepA, right, strideB, out + row * strideC, strideC, width,
          k, adds);
    const float *left = a + row * rowA;
    float *rest = out + row * strideC;
    switch (m - row) {
    case 5:
      column_block(5, left, rowA, stepA, right, strideB, rest, strideC, width, k, adds);
      break;
    case 4:
      column_block(4, left, rowA, stepA, right, strideB, rest, strideC, width, k, adds);
      break;
    case 3:
      column_block(3, left, rowA, stepA, right, strideB, rest, strideC, width, k, adds);
      break;
    case 2:
      column_block(2, left, rowA, stepA, right, strideB, rest, strideC, width, k, adds);
      break;
    case 1:
      column_block(1, left, rowA, stepA, right, strideB, rest, strideC, width, k, adds);
      break;
    }
  }
}
