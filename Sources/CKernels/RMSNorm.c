#include "CKernels.h"
#include "VectorMath.h"
#include <math.h>

INLINED float sum_of_squares(const float *x, size_t n) {
  SUMS_IN_LANES
  float total = 0;
  for (size_t i = 0; i < n; i++) total += x[i] * x[i];
  return total;
}

KERNEL(
    void, kernel_rms_norm,
    (const float *x, const float *scale, float epsilon, float *y, float *rstd, size_t m,
     size_t n), (x, scale, epsilon, y, rstd, m, n)) {
  for (size_t r = 0; r < m; r++) {
    const float *row = x + r * n;
    float *out = y + r * n;
    float s = 1.0f / sqrtf(sum_of_squares(row, n) / (float)n + epsilon);
    for (size_t i = 0; i < n; i++) out[i] = row[i] * s * scale[i];
    rstd[r] = s;
  }
}

INLINED float projection(const float *row, const float *scale, const float *dy, size_t n) {
  SUMS_IN_LANES
  float along = 0;
  for (size_t i = 0; i < n; i++) along += dy[i] * scale[i] * row[i];
  return along;
}

KERNEL(
    void, kernel_rms_norm_gradient,
    (const float *x, const float *scale, const float *rstd, const float *dy, float *dx, int adds,
     size_t m, size_t n), (x, scale, rstd, dy, dx, adds, m, n)) {
  for (size_t r = 0; r < m; r++) {
    const float *row = x + r * n, *dRow = dy + r * n;
    float *out = dx + r * n;
    float s = rstd[r];
    float share = projection(row, scale, dRow, n) / (float)n * s * s;
    if (adds)
      for (size_t i = 0; i < n; i++) out[i] += s * (dRow[i] * scale[i] - share * row[i]);
    else
      for (size_t i = 0; i < n; i++) out[i] = s * (dRow[i] * scale[i] - share * row[i]);
  }
}

KERNEL(
    void, kernel_rms_norm_scale_gradient,
    (const float *x, const float *rstd, const float *dy, float *dscale, size_t m, size_t n),
    (x, rstd, dy, dscale, m, n)) {
  for (size_t r = 0; r < m; r++)
    for (size_t i = 0; i < n; i++) dscale[i] += dy[r * n + i] * (x[r * n + i] * rstd[r]);
}
