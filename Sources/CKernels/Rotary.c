#include "CKernels.h"
#include "VectorMath.h"

KERNEL(
    void, kernel_apply_rotary,
    (const float *x, size_t strideX, const float *cosines, const float *sines, float *y,
     size_t strideY, size_t heads, size_t pairs, size_t d),
    (x, strideX, cosines, sines, y, strideY, heads, pairs, d)) {
  for (size_t h = 0; h < heads; h++) {
    const float *from = x + h * strideX, *from2 = from + pairs;
    float *to = y + h * strideY, *to2 = to + pairs;
    for (size_t i = 0; i < pairs; i++) {
      float a = from[i], b = from2[i];
      to[i] = a * cosines[i] - b * sines[i];
      to2[i] = b * cosines[i] + a * sines[i];
    }
    for (size_t i = 2 * pairs; i < d; i++) to[i] = from[i];
  }
}

KERNEL(
    void, kernel_add_rotary_gradient,
    (const float *dy, size_t strideY, const float *cosines, const float *sines, float *dx,
     size_t strideX, size_t heads, size_t pairs, size_t d),
    (dy, strideY, cosines, sines, dx, strideX, heads, pairs, d)) {
  for (size_t h = 0; h < heads; h++) {
    const float *from = dy + h * strideY, *from2 = from + pairs;
    float *to = dx + h * strideX, *to2 = to + pairs;
    for (size_t i = 0; i < pairs; i++) {
      float a = from[i], b = from2[i];
      to[i] += a * cosines[i] + b * sines[i];
      to2[i] += b * cosines[i] - a * sines[i];
    }
    for (size_t i = 2 * pairs; i < d; i++) to[i] += from[i];
  }
}
