#include "CKernels.h"
#include "VectorMath.h"
#include <math.h>

INLINED float exponentiate(float *x, float scale, float shift, size_t n) {
  SUMS_IN_LANES
  float total = 0;
  for (size_t i = 0; i < n; i++) {
    float e = vector_exp(x[i] * scale - shift);
    x[i] = e;
    total += e;
  }
  return total;
}

INLINED float dot(const float *a, const float *b, size_t n) {
  SUMS_IN_LANES
  float total = 0;
  for (size_t i = 0; i < n; i++) total += a[i] * b[i];
  return total;
}

/// NaN must come out as NaN, not as a row that sees nothing.
INLINED int has_nan(const float *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (x[i] != x[i]) return 1;
  return 0;
}

KERNEL void kernel_mask(
    float *scores, size_t rows, size_t first, size_t step, size_t end, size_t stride) {
  for (size_t r = 0; r < rows; r++)
    for (size_t c = first + r * step; c < end; c++) scores[r * stride + c] = -INFINITY;
}

KERNEL void kernel_mask_front(
    float *scores, size_t rows, ptrdiff_t first, size_t end, size_t stride) {
  for (size_t r = 0; r < rows; r++) {
    ptrdiff_t hidden = first + (ptrdiff_t)r;
    for (ptrdiff_t c = 0; c < hidden && c < (ptrdiff_t)end; c++) scores[r * stride + c] = -INFINITY;
  }
}

KERNEL void kernel_cap(
    float *x, float *slopes, float scale, float cap, size_t rows, size_t n, size_t stride) {
  float inner = scale / cap;
  for (size_t r = 0; r < rows; r++) {
    float *row = x + r * stride;
    if (slopes) {
      float *slope = slopes + r * stride;
      for (size_t i = 0; i < n; i++) {
        float t = vector_tanh(row[i] * inner);
        row[i] = cap * t;
        slope[i] = 1.0f - t * t;
      }
    } else {
      for (size_t i = 0; i < n; i++) row[i] = cap * vector_tanh(row[i] * inner);
    }
  }
}

KERNEL void kernel_add_line(
    float *scores, const float *line, float scale, size_t rows, size_t n, size_t stride) {
  for (size_t r = 0; r < rows; r++) {
    float *row = scores + r * stride;
    const float *figures = line - r;
    for (size_t i = 0; i < n; i++) row[i] = row[i] * scale + figures[i];
  }
}

KERNEL void kernel_gather_line(
    const float *gradients, float *line, float factor, size_t rows, size_t n, size_t stride) {
  for (size_t r = 0; r < rows; r++) {
    const float *row = gradients + r * stride;
    float *sums = line - r;
    for (size_t i = 0; i < n; i++) sums[i] += factor * row[i];
  }
}

KERNEL void kernel_attention_softmax(
    float *scores, float scale, float *logSumExp, size_t rows, size_t keys, size_t stride) {
  for (size_t r = 0; r < rows; r++) {
    float *row = scores + r * stride;
    float top = vector_maximum(row, keys) * scale;
    if (top == -INFINITY && !has_nan(row, keys)) {
      memset(row, 0, keys * sizeof(float));
      logSumExp[r] = -INFINITY;
      continue;
    }
    float total = exponentiate(row, scale, top, keys);
    float inverse = 1.0f / total;
    for (size_t i = 0; i < keys; i++) row[i] *= inverse;
    logSumExp[r] = top + logf(total);
  }
}

KERNEL void kernel_attention_probabilities(
    float *scores, float scale, const float *logSumExp, size_t rows, size_t keys, size_t stride) {
  for (size_t r = 0; r < rows; r++) {
    float *row = scores + r * stride;
    float shift = logSumExp[r];
    if (shift == -INFINITY) {
      memset(row, 0, keys * sizeof(float));
      continue;
    }
    for (size_t i = 0; i < keys; i++) row[i] = vector_exp(row[i] * scale - shift);
  }
}

KERNEL void kernel_attention_score_gradient(
    const float *probabilities, float *gradients, const float *delta, float scale, size_t rows,
    size_t keys, size_t stride) {
  for (size_t r = 0; r < rows; r++) {
    const float *p = probabilities + r * stride;
    float *g = gradients + r * stride;
    float d = delta[r];
    for (size_t i = 0; i < keys; i++) g[i] = p[i] * (g[i] - d) * scale;
  }
}

KERNEL void kernel_row_dots(
    const float *a, size_t strideA, const float *b, size_t strideB, float *delta, size_t rows,
    size_t n) {
  for (size_t r = 0; r < rows; r++) delta[r] = dot(a + r * strideA, b + r * strideB, n);
}
