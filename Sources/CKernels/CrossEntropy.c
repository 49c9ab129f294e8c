#include "CKernels.h"
#include "VectorMath.h"
#include <math.h>

/// Σ exp(x − shift): f32 within a stretch of 256, double across stretches.
INLINED double exponentials(const float *x, float shift, size_t n) {
  SUMS_IN_LANES
  double total = 0;
  for (size_t start = 0; start < n; start += 256) {
    size_t end = start + 256 < n ? start + 256 : n;
    float part = 0;
    for (size_t i = start; i < end; i++) part += vector_exp(x[i] - shift);
    total += (double)part;
  }
  return total;
}

KERNEL(
    void, kernel_log_sum_exp,
    (const float *x, double *logSumExp, size_t m, size_t n), (x, logSumExp, m, n)) {
  for (size_t r = 0; r < m; r++) {
    float top = vector_maximum(x + r * n, n);
    logSumExp[r] = (double)top + log(exponentials(x + r * n, top, n));
  }
}

KERNEL(
    void, kernel_cross_entropy_gradient,
    (const float *x, const int32_t *targets, const double *logSumExp, float weight, float *dx,
     size_t m, size_t n), (x, targets, logSumExp, weight, dx, m, n)) {
  for (size_t r = 0; r < m; r++) {
    const float *row = x + r * n;
    float *out = dx + r * n;
    if (targets[r] < 0) {
      memset(out, 0, n * sizeof(float));
      continue;
    }
    float shift = (float)logSumExp[r];
    // What the shift lost to rounding comes back as a factor.
    float factor = weight * vector_exp((float)((double)shift - logSumExp[r]));
    for (size_t i = 0; i < n; i++) out[i] = vector_exp(row[i] - shift) * factor;
    out[targets[r]] -= weight;
  }
}
