#include "CKernels.h"
#include "VectorMath.h"

#define INVERSE_ROOT_TWO 0.707106781f
#define INVERSE_ROOT_TWO_PI 0.398942280f
#define ROOT_TWO_OVER_PI 0.797884561f
#define CUBIC 0.044715f

/// x·Φ(x).
INLINED float gelu(float x) { return 0.5f * x * (1.0f + vector_erf(x * INVERSE_ROOT_TWO)); }

INLINED float gelu_slope(float x) {
  float share = 0.5f * (1.0f + vector_erf(x * INVERSE_ROOT_TWO));
  return share + x * INVERSE_ROOT_TWO_PI * vector_exp(-0.5f * x * x);
}

/// tanh's absolute error is what counts here, so one exponential does.
INLINED float gelu_tanh_share(float x) {
  float inner = 2.0f * ROOT_TWO_OVER_PI * (x + CUBIC * x * x * x);
  return 1.0f / (1.0f + vector_exp(-inner));
}

INLINED float gelu_tanh(float x) { return x * gelu_tanh_share(x); }

INLINED float gelu_tanh_slope(float x) {
  float share = gelu_tanh_share(x);
  float inner = 2.0f * ROOT_TWO_OVER_PI * (1.0f + 3.0f * CUBIC * x * x);
  return share + x * inner * share * (1.0f - share);
}

INLINED float silu(float x) { return x * vector_sigmoid(x); }

INLINED float silu_slope(float x) {
  float s = vector_sigmoid(x);
  return s + x * s * (1.0f - s);
}

INLINED float tanh_slope(float x) {
  float t = vector_tanh(x);
  return 1.0f - t * t;
}

INLINED float sigmoid_slope(float x) {
  float s = vector_sigmoid(x);
  return s * (1.0f - s);
}

KERNEL void kernel_activation(KernelActivation kind, const float *x, float *y, size_t n) {
  switch (kind) {
  case KernelGelu:
    for (size_t i = 0; i < n; i++) y[i] = gelu(x[i]);
    break;
  case KernelGeluTanh:
    for (size_t i = 0; i < n; i++) y[i] = gelu_tanh(x[i]);
    break;
  case KernelRelu:
    for (size_t i = 0; i < n; i++) y[i] = x[i] < 0.0f ? 0.0f : x[i];
    break;
  case KernelSilu:
    for (size_t i = 0; i < n; i++) y[i] = silu(x[i]);
    break;
  case KernelTanhActivation:
    for (size_t i = 0; i < n; i++) y[i] = vector_tanh(x[i]);
    break;
  case KernelSigmoidActivation:
    for (size_t i = 0; i < n; i++) y[i] = vector_sigmoid(x[i]);
    break;
  }
}

KERNEL void kernel_activation_gradient(
    KernelActivation kind, const float *x, const float *dy, float *dx, size_t n) {
  switch (kind) {
  case KernelGelu:
    for (size_t i = 0; i < n; i++) dx[i] = dy[i] * gelu_slope(x[i]);
    break;
  case KernelGeluTanh:
    for (size_t i = 0; i < n; i++) dx[i] = dy[i] * gelu_tanh_slope(x[i]);
    break;
  case KernelRelu:
    for (size_t i = 0; i < n; i++) dx[i] = x[i] > 0.0f ? dy[i] : 0.0f;
    break;
  case KernelSilu:
    for (size_t i = 0; i < n; i++) dx[i] = dy[i] * silu_slope(x[i]);
    break;
  case KernelTanhActivation:
    for (size_t i = 0; i < n; i++) dx[i] = dy[i] * tanh_slope(x[i]);
    break;
  case KernelSigmoidActivation:
    for (size_t i = 0; i < n; i++) dx[i] = dy[i] * sigmoid_slope(x[i]);
    break;
  }
}

KERNEL void kernel_cap(float *x, float limit, size_t n) {
  float inverse = 1.0f / limit;
  for (size_t i = 0; i < n; i++) x[i] = limit * vector_tanh(x[i] * inverse);
}

KERNEL void kernel_cap_gradient(
    const float *y, float limit, const float *dy, float *dx, size_t n) {
  float inverse = 1.0f / limit;
  for (size_t i = 0; i < n; i++) {
    float share = y[i] * inverse;
    dx[i] += dy[i] * (1.0f - share * share);
  }
}
