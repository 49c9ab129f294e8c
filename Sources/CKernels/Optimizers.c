#include "CKernels.h"
#include "VectorMath.h"

KERNEL(
    void, kernel_adamw,
    (float *parameter, const float *gradient, float *first, float *second, float keep, float step,
     float root, float weight1, float beta2, float weight2, float epsilon, size_t n),
    (parameter, gradient, first, second, keep, step, root, weight1, beta2, weight2, epsilon, n)) {
  for (size_t i = 0; i < n; i++) {
    float g = gradient[i];
    float m = first[i] + (g - first[i]) * weight1;
    float v = second[i] * beta2 + weight2 * g * g;
    first[i] = m;
    second[i] = v;
    parameter[i] =
        parameter[i] * keep - step * (m / (__builtin_elementwise_sqrt(v) / root + epsilon));
  }
}
