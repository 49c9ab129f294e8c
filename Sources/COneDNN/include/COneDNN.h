#pragma once
#include <stdbool.h>
#include <stdint.h>

// The products of oneDNN, 2.6 and later and 3.x, on plain row-major matrices: op(A) is [M, K],
// stored as [M, K] or, where transposed, as [K, M]; op(B) is [K, N]. A stride is the distance
// between stored rows. All return 0, or oneDNN's status.
//
// No thread that works for them may take a signal meanwhile: the code that oneDNN generates for
// AVX2 and AVX-512 points the stack register into a buffer of the heap, and the signal's frame,
// kilobytes of registers, would overwrite what is below that buffer.
//
// Each runs on the calling thread; for more threads, divide the product.
//
// Measured with oneDNN 2.6.3 (AVX-512, two cores): from M = 120 up these run at 0.85–1.05 of the
// rate of primitives made for one M with packed weights (f32 200–218 GFLOP/s, bf16 390–430),
// whichever way the weights are stored: one copy serves y = x·W and dx = dy·Wᵀ. They cost nothing
// to create, while a primitive for each new M costs 0.2–0.5 ms: more than the product itself in
// small models.

/// C [M, N] = alpha · op(A) · op(B) + beta · C in f32.
int onednn_gemm(
    bool transposeA, bool transposeB, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
    int64_t strideA, const float *b, int64_t strideB, float beta, float *c, int64_t strideC);

/// C [M, N] = op(A) · op(B), or added to C where `adds`: factors in bf16, sums and C in f32. Sizes
/// are above 0. Refused (status 3) where the processor has no AVX-512.
int onednn_gemm_bf16(
    bool transposeA, bool transposeB, int64_t m, int64_t n, int64_t k, const uint16_t *a,
    int64_t strideA, const uint16_t *b, int64_t strideB, bool adds, float *c, int64_t strideC);

/// Whether the library and the path in use have bf16 instructions (AVX-512 BF16 or AMX): elsewhere
/// bf16 is slower than f32.
bool onednn_has_bf16(void);

/// Whether it multiplies bf16 in the processor's matrix units.
bool onednn_has_amx(void);

/// The library's own number (`dnnl_cpu_isa_t`) for the instructions that it uses.
int onednn_isa(void);

/// The version of the library that was loaded: 10000·major + 100·minor + patch.
int onednn_version(void);
