#pragma once
#include "AttentionKernels.h"
#include "FewRowKernels.h"
#include "FrozenKernels.h"
#include "ProcessorPath.h"

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

// The vector code of the engine, on plain f32 buffers that are row-major unless they have a stride.
// One call does one stretch of rows or elements on the calling thread; `Tensors/Kernels`, its only
// caller, divides the work. The tests hold every function to plain loops in
// `Tensors/Kernels/Reference`. Sums run in an order that depends on the length alone, so the
// division among threads never changes a result.
//
// Letters in all headers:
//   n  elements of a vector, columns of a row        x, y    operand and result
//   m  rows                                          dx, dy  their gradients
//   k  the axis that a product sums over             d       the size of a head

// MARK: Threads

/// Runs `body(context, worker)` once for each worker 0 ..< workers, among the threads of a pool and
/// the caller; one after another on the caller where it is already inside a region, or where
/// another thread is using the pool.
void kernel_parallel(unsigned workers, void (*body)(void *context, unsigned worker), void *context);
/// The processors that this process may use.
int kernel_processors(void);
/// Whether the caller is already inside `kernel_parallel`.
int kernel_is_parallel(void);
/// Blocks signals, all but faults, for this thread and for those created meanwhile until
/// `kernel_release_signals` gets `before` back; they stay pending. The pool's threads never take
/// any.
void kernel_hold_signals(sigset_t *before);
void kernel_release_signals(const sigset_t *before);

// MARK: Element by element: [n] each, y may be x

typedef enum {
  KernelExp, KernelTanh, KernelSigmoid, KernelErf
} KernelFunction;
/// y = f(x); errors within 2 units in the last place (sigmoid 3).
void kernel_function(KernelFunction function, const float *x, float *y, size_t n);

typedef enum {
  KernelGelu, KernelGeluTanh, KernelRelu, KernelSilu, KernelTanhActivation, KernelSigmoidActivation
} KernelActivation;
/// y = f(x).
void kernel_activation(KernelActivation kind, const float *x, float *y, size_t n);
/// dx = dy · f′(x); dx may be dy.
void kernel_activation_gradient(
    KernelActivation kind, const float *x, const float *dy, float *dx, size_t n);

/// y = f(gate) · value.
void kernel_gate(
    KernelActivation kind, const float *gate, const float *value, float *y, size_t n);
/// dgate = dy · value · f′(gate), dvalue = dy · f(gate); either may be dy.
void kernel_gate_gradient(
    KernelActivation kind, const float *gate, const float *value, const float *dy, float *dgate,
    float *dvalue, size_t n);
/// x = limit · tanh(x / limit) in place.
void kernel_cap(float *x, float limit, size_t n);
/// dx += dy · (1 − (y / limit)²) for a capped y.
void kernel_cap_gradient(const float *y, float limit, const float *dy, float *dx, size_t n);

void kernel_add(const float *a, const float *b, float *y, size_t n);
/// y += alpha · x
void kernel_accumulate(float alpha, const float *x, float *y, size_t n);
void kernel_multiply(const float *a, const float *b, float *y, size_t n);
/// y += alpha · a · b
void kernel_accumulate_product(float alpha, const float *a, const float *b, float *y, size_t n);
void kernel_scale(float alpha, float *y, size_t n);
/// Σ x² in double.
double kernel_sum_of_squares(const float *x, size_t n);
/// Σ a·b in double.
double kernel_dot(const float *a, const float *b, size_t n);

// MARK: bf16, [n] each

/// y = x rounded to bf16, to nearest with ties to even.
void kernel_round_bf16(const float *x, uint16_t *y, size_t n);
/// y = x, exactly.
void kernel_widen_bf16(const uint16_t *x, float *y, size_t n);

// MARK: Rows: x, y, dx and dy [m, n]

/// sums [n] += Σ over the rows of x.
void kernel_add_column_sums(const float *x, float *sums, size_t m, size_t n);

/// y = (x − mean) · rstd · scale [n] + shift [n]; writes mean [m] and rstd [m] for the gradient.
void kernel_layer_norm(
    const float *x, const float *scale, const float *shift, float epsilon, float *y, float *mean,
    float *rstd, size_t m, size_t n);
/// dx = the gradient through the norm, or added to dx; it may be null. dscale [n] and dshift [n],
/// where not null, are added to.
void kernel_layer_norm_gradient(
    const float *x, const float *scale, const float *mean, const float *rstd, const float *dy,
    float *dx, int adds, float *dscale, float *dshift, size_t m, size_t n);

/// y = x · rstd · scale [n] with rstd [m] = 1 / √(mean(x²) + epsilon), kept for the gradient.
void kernel_rms_norm(
    const float *x, const float *scale, float epsilon, float *y, float *rstd, size_t m, size_t n);
/// dx = the gradient through the norm, or added to dx.
void kernel_rms_norm_gradient(
    const float *x, const float *scale, const float *rstd, const float *dy, float *dx, int adds,
    size_t m, size_t n);
/// dscale [n] += Σ over the rows of dy · x · rstd.
void kernel_rms_norm_scale_gradient(
    const float *x, const float *rstd, const float *dy, float *dscale, size_t m, size_t n);

/// y [heads, d] = x [heads, d], one token's heads, a stride apart, rotated by its angles: elements
/// i and i + pairs of a head are a pair for i < pairs, the others are copied. cosines and sines
/// [pairs].
void kernel_apply_rotary(
    const float *x, size_t strideX, const float *cosines, const float *sines, float *y,
    size_t strideY, size_t heads, size_t pairs, size_t d);
/// dx [heads, d] += dy [heads, d] rotated back.
void kernel_add_rotary_gradient(
    const float *dy, size_t strideY, const float *cosines, const float *sines, float *dx,
    size_t strideX, size_t heads, size_t pairs, size_t d);

/// logSumExp [m] = log Σ exp x along the rows, summed in double.
void kernel_log_sum_exp(const float *x, double *logSumExp, size_t m, size_t n);
/// dx = (exp(x − logSumExp [m]) − onehot(targets [m])) · weight; dx may be x. A negative target
/// gives zeros.
void kernel_cross_entropy_gradient(
    const float *x, const int32_t *targets, const double *logSumExp, float weight, float *dx,
    size_t m, size_t n);

/// y [n, m] = xᵀ.
void kernel_transpose(
    const float *x, size_t strideX, float *y, size_t strideY, size_t m, size_t n);

// MARK: Optimizers

/// AdamW as in PyTorch, the decay apart from the gradient; [n] each. keep = 1 − rate·decay,
/// step = rate / (1 − β₁ᵗ), root = √(1 − β₂ᵗ), weight1 = 1 − β₁, weight2 = 1 − β₂.
void kernel_adamw(
    float *parameter, const float *gradient, float *first, float *second, float keep, float step,
    float root, float weight1, float beta2, float weight2, float epsilon, size_t n);
