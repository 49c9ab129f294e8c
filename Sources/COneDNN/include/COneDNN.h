#pragma once
#include <stdbool.h>
#include <stdint.h>

/// Row-major C[M, N] = alpha · op(A) · op(B) + beta · C in f32, where op transposes when asked and a
/// leading dimension is the distance between stored rows. Returns 0, or oneDNN's status.
///
/// No thread that works for it may take a signal meanwhile: the code that oneDNN generates for AVX2 and
/// AVX-512 points the stack register into a buffer of the heap, and the signal's frame, kilobytes of
/// registers, would be written over whatever lies below that buffer.
///
/// Measured with oneDNN 2.6.3 (AVX-512, two cores): this entry runs at 200–218 GFLOP/s from M = 200
/// up, as fast as a matmul primitive with packed weights (204–222), and costs nothing to create,
/// while a primitive for each new M costs 0.2–0.5 ms: more than the product itself in small models.
int onednn_gemm(
    bool transposeA, bool transposeB, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
    int64_t strideA, const float *b, int64_t strideB, float beta, float *c, int64_t strideC);

/// The version of the library that was loaded: 10000·major + 100·minor + patch.
int onednn_version(void);
