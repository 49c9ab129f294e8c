#include "CKernels.h"
#include "VectorMath.h"
#include <math.h>

INLINED float sum(const float *x, size_t n) {
  SUMS_IN_LANES
  float total = 0;
  for (size_t i = 0; i < n; i++) total += x[i];
  return total;
}

INLINED float squared_deviations(const float *x, float mean, size_t n) {
  SUMS_IN_LANES
  float total = 0;
  for (size_t i = 0; i < n; i++) total += (x[i] - mean) * (x[i] - mean);
  return total;
}

KERNEL(
    void, kernel_layer_norm,
    (const float *x, const float *scale, const float *shift, float epsilon, float *y, float *mean,
     float *rstd, size_t m, size_t n), (x, scale, shift, epsilon, y, mean, rstd, m, n)) {
  for (size_t r = 0; r < m; r++) {
    const float *row = x + r * n;
    float *out = y + r * n;
    float average = sum(row, n) / (float)n;
    float s = 1.0f / sqrtf(squared_deviations(row, average, n) / (float)n + epsilon);
    for (size_t i = 0; i < n; i++) out[i] = (row[i] - average) * s * scale[i] + shift[i];
    mean[r] = average;
    rstd[r] = s;
  }
}

/// Σ dy·scale and Σ dy·scale·x̂ of one row.
INLINED void row_sums(
    const float *row, const float *scale, const float *dy, float average, float s, size_t n,
    float *sum, float *projection) {
  SUMS_IN_LANES
  float total = 0, along = 0;
  for (size_t i = 0; i < n; i++) {
    float g = dy[i] * scale[i];
    total += g;
    along += g * ((row[i] - average) * s);
  }
  *sum = total;
  *projection = along;
}

KERNEL(
    void, kernel_layer_norm_gradient,
    (const float *x, const float *scale, const float *mean, const float *rstd, const float *dy,
     float *dx, int adds, float *dscale, float *dshift, size_t m, size_t n),
    (x, scale, mean, rstd, dy, dx, adds, dscale, dshift, m, n)) {
  for (size_t r = 0; r < m; r++) {
    const float *row = x + r * n;
    const float *dRow = dy + r * n;
    float average = mean[r], s = rstd[r];
    if (dx) {
      float *out = dx + r * n;
      float total, along;
      row_sums(row, scale, dRow, average, s, n, &total, &along);
      total /= (float)n;
      along /= (float)n;
      if (adds)
        for (size_t i = 0; i < n; i++)
          out[i] += s * (dRow[i] * scale[i] - total - (row[i] - average) * s * along);
      else
        for (size_t i = 0; i < n; i++)
          out[i] = s * (dRow[i] * scale[i] - total - (row[i] - average) * s * along);
    }
    if (dscale)
      for (size_t i = 0; i < n; i++) dscale[i] += dRow[i] * ((row[i] - average) * s);
    if (dshift)
      for (size_t i = 0; i < n; i++) dshift[i] += dRow[i];
  }
}
