#include "CKernels.h"
#include "VectorMath.h"

KERNEL(
    void, kernel_function,
    (KernelFunction function, const float *x, float *y, size_t n), (function, x, y, n)) {
  switch (function) {
  case KernelExp:
    for (size_t i = 0; i < n; i++) y[i] = vector_exp(x[i]);
    break;
  case KernelTanh:
    for (size_t i = 0; i < n; i++) y[i] = vector_tanh(x[i]);
    break;
  case KernelSigmoid:
    for (size_t i = 0; i < n; i++) y[i] = vector_sigmoid(x[i]);
    break;
  case KernelErf:
    for (size_t i = 0; i < n; i++) y[i] = vector_erf(x[i]);
    break;
  }
}

KERNEL(void, kernel_add, (const float *a, const float *b, float *y, size_t n), (a, b, y, n)) {
  for (size_t i = 0; i < n; i++) y[i] = a[i] + b[i];
}

KERNEL(
    void, kernel_accumulate, (float alpha, const float *x, float *y, size_t n), (alpha, x, y, n)) {
  for (size_t i = 0; i < n; i++) y[i] += alpha * x[i];
}

KERNEL(void, kernel_multiply, (const float *a, const float *b, float *y, size_t n), (a, b, y, n)) {
  for (size_t i = 0; i < n; i++) y[i] = a[i] * b[i];
}

KERNEL(
    void, kernel_accumulate_product,
    (float alpha, const float *a, const float *b, float *y, size_t n), (alpha, a, b, y, n)) {
  for (size_t i = 0; i < n; i++) y[i] += alpha * a[i] * b[i];
}

KERNEL(void, kernel_scale, (float alpha, float *y, size_t n), (alpha, y, n)) {
  for (size_t i = 0; i < n; i++) y[i] *= alpha;
}

KERNEL(double, kernel_sum_of_squares, (const float *x, size_t n), (x, n)) {
  SUMS_IN_LANES
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)x[i] * (double)x[i];
  return sum;
}

KERNEL(double, kernel_dot, (const float *a, const float *b, size_t n), (a, b, n)) {
  SUMS_IN_LANES
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)a[i] * (double)b[i];
  return sum;
}

KERNEL(
    void, kernel_add_column_sums,
    (const float *x, float *sums, size_t m, size_t n), (x, sums, m, n)) {
  for (size_t r = 0; r < m; r++)
    for (size_t i = 0; i < n; i++) sums[i] += x[r * n + i];
}

KERNEL(
    void, kernel_transpose,
    (const float *x, size_t strideX, float *y, size_t strideY, size_t m, size_t n),
    (x, strideX, y, strideY, m, n)) {
  for (size_t r0 = 0; r0 < m; r0 += 16) {
    size_t end = r0 + 16 < m ? r0 + 16 : m;
    for (size_t c = 0; c < n; c++)
      for (size_t r = r0; r < end; r++) y[c * strideY + r] = x[r * strideX + c];
  }
}
