#pragma once
#include "VectorMath.h"

// Sixteen floats at once: one register of AVX-512, two of AVX2, four elsewhere.

typedef float Lanes __attribute__((vector_size(64), aligned(4)));
typedef int32_t LaneBits __attribute__((vector_size(64), aligned(4)));
/// Sixteen of bf16.
typedef uint16_t Halves __attribute__((vector_size(32), aligned(2)));

#define LANES 16

// Functions take lanes by address, and macros return them: a vector in a register that only some of
// the processors have may not cross a call, not even one that is inlined.

#define lanes_at(x) (*(const Lanes *)(x))
#define store_lanes(y, lanes) (*(Lanes *)(y) = (lanes))
#define lanes_of(x) ((Lanes){0} + (x))

/// a where the mask is set, else b.
#define chosen(mask, a, b) ((Lanes)(((LaneBits)(a) & (mask)) | ((LaneBits)(b) & ~(mask))))

/// Loads the first n of sixteen floats, zeros after them.
INLINED void load_first(Lanes *lanes, const float *x, size_t n) {
  if (n == LANES) {
    *lanes = lanes_at(x);
    return;
  }
  *lanes = (Lanes){0};
  memcpy(lanes, x, n * sizeof(float));
}

#define AS_LANE_BITS(x) ((LaneBits)(x))
#define AS_LANES(x) ((Lanes)(x))

/// `vector_exp`, lane by lane.
INLINED void exponentiate(Lanes *x) {
  const Lanes low = lanes_of(EXP_LOWEST), high = lanes_of(EXP_HIGHEST);
  Lanes bounded = chosen(*x < low, low, *x);
  bounded = chosen(bounded > high, high, bounded);
  EXP_OF_BOUNDED(*x, Lanes, LaneBits, bounded, AS_LANE_BITS, AS_LANES);
}

#define LANES_DOWN(x, step)                                                                        \
  __builtin_shufflevector(                                                                        \
      x, x, step, step + 1, (step + 2) % 16, (step + 3) % 16, (step + 4) % 16, (step + 5) % 16,   \
      (step + 6) % 16, (step + 7) % 16, (step + 8) % 16, (step + 9) % 16, (step + 10) % 16,       \
      (step + 11) % 16, (step + 12) % 16, (step + 13) % 16, (step + 14) % 16, (step + 15) % 16)

INLINED float sum_of(const Lanes *x) {
  Lanes sums = *x;
  sums += LANES_DOWN(sums, 8);
  sums += LANES_DOWN(sums, 4);
  sums += LANES_DOWN(sums, 2);
  return sums[0] + sums[1];
}

INLINED float greatest_of(const Lanes *x) {
  Lanes tops = *x, other = LANES_DOWN(tops, 8);
  tops = chosen(other > tops, other, tops);
  other = LANES_DOWN(tops, 4);
  tops = chosen(other > tops, other, tops);
  other = LANES_DOWN(tops, 2);
  tops = chosen(other > tops, other, tops);
  return tops[1] > tops[0] ? tops[1] : tops[0];
}

/// Prefetches the n floats of a row that is read, or written, a few rows later: the strides between
/// rows are too long for the processor to predict.
#define PREFETCH(row, n, writes)                                                                   \
  for (size_t offset = 0; offset < (n); offset += LANES) __builtin_prefetch((row) + offset, writes)

#define PAIRS_OF(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

/// One level of a transposition: of the pair (a, b), lanes with bit `step` clear and set.
#define TRANSPOSE_8(a, b, low, high)                                                              \
  low = PAIRS_OF(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);                   \
  high = PAIRS_OF(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)
#define TRANSPOSE_4(a, b, low, high)                                                              \
  low = PAIRS_OF(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27);                 \
  high = PAIRS_OF(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#define TRANSPOSE_2(a, b, low, high)                                                              \
  low = PAIRS_OF(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);                 \
  high = PAIRS_OF(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define TRANSPOSE_1(a, b, low, high)                                                              \
  low = PAIRS_OF(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);                \
  high = PAIRS_OF(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31)

/// Sixteen rows become sixteen columns.
INLINED void transpose_lanes(Lanes x[16]) {
  Lanes y[16];
  for (size_t i = 0; i < 8; i++) { TRANSPOSE_8(x[i], x[i + 8], y[i], y[i + 8]); }
  for (size_t i = 0; i < 16; i += 8)
    for (size_t j = i; j < i + 4; j++) { TRANSPOSE_4(y[j], y[j + 4], x[j], x[j + 4]); }
  for (size_t i = 0; i < 16; i += 4)
    for (size_t j = i; j < i + 2; j++) { TRANSPOSE_2(x[j], x[j + 2], y[j], y[j + 2]); }
  for (size_t i = 0; i < 16; i += 2) { TRANSPOSE_1(y[i], y[i + 1], x[i], x[i + 1]); }
}

/// Lane i of x[0] becomes the sum of the lanes of x[i].
INLINED void sum_rows(Lanes x[16]) {
  Lanes a, b;
  for (size_t i = 0; i < 8; i++) {
    TRANSPOSE_8(x[i], x[i + 8], a, b);
    x[i] = a + b;
  }
  for (size_t i = 0; i < 4; i++) {
    TRANSPOSE_4(x[i], x[i + 4], a, b);
    x[i] = a + b;
  }
  for (size_t i = 0; i < 2; i++) {
    TRANSPOSE_2(x[i], x[i + 2], a, b);
    x[i] = a + b;
  }
  TRANSPOSE_1(x[0], x[1], a, b);
  x[0] = a + b;
}
