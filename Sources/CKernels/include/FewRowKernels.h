#pragma once
#include <stddef.h>
#include <stdint.h>

// A product of a few rows with a large matrix that is read once and never copied: a library
// packs the matrix first, which for m ≤ 32 costs as much as the product.

/// c [m, n] = a [m, k] · b, or added to c where `adds`: sums in f32, m, n and k above 0. b is [k,
/// n], or [n, k] where `transposed`; rows are a stride apart. One call does one stretch of columns
/// on the calling thread. A sum's order depends on k, and in bf16 on whether m is above 4: the
/// division changes no result. For processors with AVX-512, in bf16 for processors with bf16.
void kernel_few_rows(
    const float *a, size_t strideA, const float *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds);
void kernel_few_rows16(
    const uint16_t *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds);

/// The same on any path, with a in f32 and b in bf16 that is widened as it is read: the sums are
/// those of the widened matrix. A sum's order depends on k alone.
void kernel_few_rows_widened(
    const float *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
    size_t strideC, size_t m, size_t n, size_t k, int adds);
