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

INLINED float relu(float x) { return x < 0.0f ? 0.0f : x; }

INLINED float relu_slope(float x) { return x > 0.0f ? 1.0f : 0.0f; }

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

#define EACH_ACTIVATION(EACH)                                                                      \
  switch (kind) {                                                                                 \
    EACH(KernelGelu, gelu, gelu_slope)                                                            \
    EACH(KernelGeluTanh, gelu_tanh, gelu_tanh_slope)                                              \
    EACH(KernelRelu, relu, relu_slope)                                                            \
    EACH(KernelSilu, silu, silu_slope)                                                            \
    EACH(KernelTanhActivation, vector_tanh, tanh_slope)                                           \
    EACH(KernelSigmoidActivation, vector_sigmoid, sigmoid_slope)                                  \
  }

#define FORWARD(name, f, slope)                                                                    \
  case name:                                                                                      \
    for (size_t i = 0; i < n; i++) y[i] = f(x[i]);                                                \
    break;

#define BACKWARD(name, f, slope)                                                                   \
  case name:                                                                                      \
    for (size_t i = 0; i < n; i++) dx[i] = dy[i] * slope(x[i]);                                   \
    break;

#define GATE_FORWARD(name, f, slope)                                                               \
  case name:                                                                                      \
    for (size_t i = 0; i < n; i++) y[i] = f(gate[i]) * value[i];                                  \
    break;

#define GATE_BACKWARD(name, f, slope)                                                              \
  case name:                                                                                      \
    for (size_t i = 0; i < n; i++) {                                                              \
      dgate[i] = dy[i] * value[i] * slope(gate[i]);                                               \
      dvalue[i] = dy[i] * f(gate[i]);                                                             \
    }                                                                                             \
    break;

KERNEL(
    void, kernel_activation,
    (KernelActivation kind, const float *x, float *y, size_t n), (kind, x, y, n)) {
  EACH_ACTIVATION(FORWARD)
}

KERNEL(
    void, kernel_activation_gradient,
    (KernelActivation kind, const float *x, const float *dy, float *dx, size_t n),
    (kind, x, dy, dx, n)) {
  EACH_ACTIVATION(BACKWARD)
}

KERNEL(
    void, kernel_gate,
    (KernelActivation kind, const float *gate, const float *value, float *y, size_t n),
    (kind, gate, value, y, n)) {
  EACH_ACTIVATION(GATE_FORWARD)
}

KERNEL(
    void, kernel_gate_gradient,
    (KernelActivation kind, const float *gate, const float *value, const float *dy, float *dgate,
     float *dvalue, size_t n), (kind, gate, value, dy, dgate, dvalue, n)) {
  EACH_ACTIVATION(GATE_BACKWARD)
}

KERNEL(void, kernel_cap, (float *x, float limit, size_t n), (x, limit, n)) {
  float inverse = 1.0f / limit;
  for (size_t i = 0; i < n; i++) x[i] = limit * vector_tanh(x[i] * inverse);
}

KERNEL(
    void, kernel_cap_gradient,
    (const float *y, float limit, const float *dy, float *dx, size_t n), (y, limit, dy, dx, n)) {
  float inverse = 1.0f / limit;
  for (size_t i = 0; i < n; i++) {
    float share = y[i] * inverse;
    dx[i] += dy[i] * (1.0f - share * share);
  }
}
