#include "CKernels.h"
#include "VectorMath.h"
#include <math.h>

KERNEL void kernel_adamw(
    float *parameter, const float *gradient, float *first, float *second, float rate, float beta1,
    float beta2, float epsilon, float decay, float correction1, float correction2, size_t n) {
  float keep = 1.0f - rate * decay;
  float step = rate / correction1;
  float root = sqrtf(correction2);
  for (size_t i = 0; i < n; i++) {
    float g = gradient[i];
    float m = first[i] + (g - first[i]) * (1.0f - beta1);
    float v = second[i] * beta2 + (1.0f - beta2) * g * g;
    first[i] = m;
    second[i] = v;
    parameter[i] = parameter[i] * keep - step * (m / (__builtin_elementwise_sqrt(v) / root + epsilon));
  }
}
