#pragma once
#include <stddef.h>
#include <stdint.h>

// Products c [m, n] = a [m, k] · b with a large matrix b as it was loaded, [k, n] or [n, k], in f32
// or in bf16, for as many rows as a step has. A library copies all of b before it multiplies; here
// a panel of 32 columns is copied while the one before is multiplied, in the slots that the
// multiplications leave free.
//
// A word is one float, or two of bf16 that follow one another along k; a step is one word of k. a
// is packed as a whole, in blocks of R ≤ 8 rows as even as they get; b one panel after another, of
// up to 384 steps:
//
//   a, a block   step 0   row 0  row 1 … row R−1
//                step 1   row 0  row 1 … row R−1
//                …
//   b, a panel   step 0   column 0  column 1 … column 31
//                step 1   column 0  column 1 … column 31
//                …
//
// A step of a block times a step of a panel adds to R · 32 sums, which stay in registers.
//
// GFLOP/s of one core whose multiplications alone do 234 in bf16 and 117 in f32, weights from
// memory, a's rounding and packing included, against oneDNN 2.6:
//
//   m                      32         60         120        204        500
//   bf16 768×2304       194 (122)  211 (160)  217 (189)  220 (201)  215 (214)
//   bf16 3072→768 [n,k] 192 (133)  201 (156)  211 (183)  211 (194)  206 (202)
//   f32  3072→768 [n,k]  83 (52)    88 (67)   100 (85)   102 (94)   104 (102)
//   f32  768×2304        85 (82)   105 (112)  110 (113)  111 (113)  109 (111)
//
// From m ≈ 600 on a no longer stays in the second level's cache: with more rows, divide them among
// threads before the columns (m 845 in two halves: 227–230 in bf16).

// For processors with AVX-512, those in bf16 for processors with bf16.

/// Rows of a block, and columns of b that are packed together: what threads divide by.
enum { kernel_frozen_rows = 8, kernel_frozen_columns = 32 };

/// Words that a [m, k] takes when packed.
size_t kernel_frozen_packed_size(size_t m, size_t k);
size_t kernel_frozen_packed_size16(size_t m, size_t k);

/// packed [packed_size] = a [m, k], rows `stride` apart, rounded for bf16: blocks first ..< past of
/// ⌈m / 8⌉.
void kernel_pack_frozen(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first, size_t past);
void kernel_pack_frozen16(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first, size_t past);

/// c [m, n] = start [m, n] + packed a [m, k] · b in blocks first ..< past of the rows, sums in f32;
/// n and k above 0. b is [k, n], or [n, k] where `transposed`. `start` may be c, null for zeros, or
/// one row for all with a stride of 0 (a bias). One call does one stretch of blocks and columns on
/// the calling thread. A sum's order depends on k alone: neither the division nor the other rows
/// change a result.
void kernel_multiply_frozen(
    const uint32_t *packed, size_t m, size_t first, size_t past, const float *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k);
void kernel_multiply_frozen16(
    const uint32_t *packed, size_t m, size_t first, size_t past, const uint16_t *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k);
