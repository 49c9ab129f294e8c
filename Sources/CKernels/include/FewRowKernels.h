#pragma once
#include <stddef.h>
#include <stdint.h>

// A product of a few rows with a large bf16 matrix that is read once and never copied: a library
// packs the matrix first, which for M ≤ 32 costs as much as the product. Worth it for M = 2…16,
// where the packing of FrozenKernels.h costs too much as well; one row is bound by memory either way.
//
// GFLOP/s of one core, against oneDNN 2.6 with b as it lies: 768×3072 at M 8 and 32: 82 (54) and
// 163 (127); 3072×768 transposed: 97 (62) and 176 (130). In f32 the same idea gained nothing.

/// For processors with bf16: c[m, n] = a[m, k] · b, or added to c where `adds`: factors in bf16, sums in f32, m, n and k
/// above 0. b is [k, n], or [n, k] where `transposed`; a and c are row-major. One call does one
/// stretch of columns on the calling thread. A sum's order depends on k alone: neither the division
/// nor the other rows change a result.
void kernel_few_rows(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds);
