#pragma once
#include <stddef.h>
#include <stdint.h>

// Products with a large matrix that lies as it was loaded, [k, n] or [n, k], in f32 or in bf16, for
// as many rows as a step has. A library copies all of b before it multiplies; here a panel of 32
// columns is copied while the one before is multiplied, in the slots that the multiplications leave
// free.
//
// GFLOP/s of one core whose multiplications alone do 234 in bf16 and 117 in f32, weights from memory,
// a's rounding and packing included, against oneDNN 2.6:
//
//   M                      32         60         120        204        500
//   bf16 768×2304       194 (122)  211 (160)  217 (189)  220 (201)  215 (214)
//   bf16 3072→768 [n,k] 192 (133)  201 (156)  211 (183)  211 (194)  206 (202)
//   f32  3072→768 [n,k]  83 (52)    88 (67)   100 (85)   102 (94)   104 (102)
//   f32  768×2304        85 (82)   105 (112)  110 (113)  111 (113)  109 (111)
//
// From M ≈ 600 on a no longer stays in the second level's cache: who has more rows divides them
// among threads before the columns (M 845 in two halves: 227–230 in bf16).

// For processors with AVX-512, those in bf16 for processors with bf16.

/// Rows of a block, and columns of b that are packed together: what threads divide by.
enum { kernel_frozen_rows = 8, kernel_frozen_columns = 32 };

/// Floats, or pairs of bf16, that m rows of k values take when packed.
size_t kernel_frozen_room(size_t m, size_t k);
size_t kernel_frozen_room16(size_t m, size_t k);

/// Packs a [m, k] for the product, rounded for bf16: blocks first ..< past of ⌈m / 8⌉.
void kernel_pack_frozen(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first, size_t past);
void kernel_pack_frozen16(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first, size_t past);

/// c[m, n] = start + a · b in blocks first ..< past of the rows, sums in f32; n and k above 0. b is
/// [k, n], or [n, k] where `transposed`. `start` [m, n] may be c, null for zeros, or one row for all
/// with a stride of 0 (a bias). One call does one stretch of blocks and columns on the calling
/// thread. A sum's order depends on k alone: neither the division nor the other rows change a result.
void kernel_multiply_frozen(
    const uint32_t *packed, size_t m, size_t first, size_t past, const float *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k);
void kernel_multiply_frozen16(
    const uint32_t *packed, size_t m, size_t first, size_t past, const uint16_t *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k);
