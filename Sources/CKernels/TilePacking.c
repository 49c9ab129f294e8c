#include "AttentionKernels.h"
#include "Lanes.h"

/// Rows between a request for memory and its use.
#define AHEAD 12

KERNEL(
    void, kernel_pack_rows,
    (const float *x, size_t stride, float *y, size_t rows, size_t d), (x, stride, y, rows, d)) {
  size_t whole = d / LANES * LANES, width = (d + LANES - 1) / LANES * LANES;
  for (size_t r = 0; r < rows; r++) {
    const float *from = x + r * stride;
    float *to = y + r * width;
    PREFETCH(from + AHEAD * stride, d, 0);
    for (size_t i = 0; i < whole; i += LANES) store_lanes(to + i, lanes_at(from + i));
    if (whole < width) load_first((Lanes *)(to + whole), from + whole, d - whole);
  }
}

KERNEL(
    void, kernel_pack_panels,
    (const float *x, size_t stride, float *y, size_t rows, size_t d), (x, stride, y, rows, d)) {
  for (size_t first = 0; first < rows; first += LANES) {
    size_t height = rows - first < LANES ? rows - first : LANES;
    const float *from = x + first * stride;
    float *to = y + first * d;
    for (size_t r = LANES; r < 2 * LANES; r++) PREFETCH(from + r * stride, d, 0);
    for (size_t column = 0; column < d; column += LANES) {
      size_t width = d - column < LANES ? d - column : LANES;
      Lanes square[LANES];
      for (size_t r = 0; r < LANES; r++) {
        square[r] = (Lanes){0};
        if (r >= height) continue;
        load_first(square + r, from + r * stride + column, width);
      }
      transpose_lanes(square);
      for (size_t i = 0; i < width; i++) store_lanes(to + (column + i) * LANES, square[i]);
    }
  }
}

KERNEL(
    void, kernel_unpack_rows,
    (const float *x, size_t width, const float *factors, float *y, size_t stride, size_t rows,
     size_t d, int adds), (x, width, factors, y, stride, rows, d, adds)) {
  for (size_t r = 0; r < rows; r++) {
    const float *from = x + r * width;
    float *to = y + r * stride;
    PREFETCH(to + AHEAD * stride, d, 1);
    float factor = factors ? factors[r] : 1.0f;
    if (adds)
      for (size_t i = 0; i < d; i++) to[i] += factor * from[i];
    else
      for (size_t i = 0; i < d; i++) to[i] = factor * from[i];
  }
}

/// With d known here, x stays in registers.
INLINED void key_dots(
    const float *x, const float *keys, size_t stride, float *scores, size_t n, const size_t d) {
  const size_t whole = d / LANES * LANES;
  for (size_t first = 0; first < n; first += LANES) {
    size_t count = n - first < LANES ? n - first : LANES;
    Lanes sums[LANES];
    for (size_t k = 0; k < LANES; k++) {
      sums[k] = (Lanes){0};
      if (k >= count) continue;
      const float *key = keys + (first + k) * stride;
      PREFETCH(key + LANES * stride, d, 0);
      for (size_t i = 0; i < whole; i += LANES) sums[k] += lanes_at(x + i) * lanes_at(key + i);
      for (size_t i = whole; i < d; i++) sums[k][i - whole] += x[i] * key[i];
    }
    sum_rows(sums);
    memcpy(scores + first, sums, count * sizeof(float));
  }
}

KERNEL(
    void, kernel_key_dots,
    (const float *x, const float *keys, size_t stride, float *scores, size_t n, size_t d),
    (x, keys, stride, scores, n, d)) {
  switch (d) {
  case 64:
    key_dots(x, keys, stride, scores, n, 64);
    break;
  case 128:
    key_dots(x, keys, stride, scores, n, 128);
    break;
  default:
    key_dots(x, keys, stride, scores, n, d);
  }
}

/// Columns of one key after another, in as many sums as hide the time that one takes.
INLINED void mix_columns(
    const size_t columns, const float *scores, const float *values, size_t stride, float *y,
    size_t n) {
  Lanes even[4], odd[4];
  for (size_t j = 0; j < columns; j++) even[j] = odd[j] = (Lanes){0};
  size_t k = 0;
  for (; k + 2 <= n; k += 2) {
    PREFETCH(values + (k + AHEAD) * stride, columns * LANES, 0);
    PREFETCH(values + (k + AHEAD + 1) * stride, columns * LANES, 0);
    for (size_t j = 0; j < columns; j++) {
      even[j] += scores[k] * lanes_at(values + k * stride + j * LANES);
      odd[j] += scores[k + 1] * lanes_at(values + (k + 1) * stride + j * LANES);
    }
  }
  for (size_t j = 0; j < columns; j++) {
    if (k < n) even[j] += scores[k] * lanes_at(values + k * stride + j * LANES);
    store_lanes(y + j * LANES, lanes_at(y + j * LANES) + (even[j] + odd[j]));
  }
}

KERNEL(
    void, kernel_mix_values,
    (const float *scores, const float *values, size_t stride, float *y, size_t n, size_t d),
    (scores, values, stride, y, n, d)) {
  size_t column = 0;
  for (; column + 4 * LANES <= d; column += 4 * LANES)
    mix_columns(4, scores, values + column, stride, y + column, n);
  for (; column + LANES <= d; column += LANES)
    mix_columns(1, scores, values + column, stride, y + column, n);
  for (size_t k = 0; k < n; k++)
    for (size_t i = column; i < d; i++) y[i] += scores[k] * values[k * stride + i];
}
