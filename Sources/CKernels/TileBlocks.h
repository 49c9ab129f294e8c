#pragma once
#include "AttentionKernels.h"
#include "Element.h"

// The products of a tile, for words of one float or of two bf16 (`Element.h`).

/// A block of `rows` rows and `columns` vectors whose sums stay in registers: 8 rows of 32 columns
/// fill half of AVX-512's registers, 6 rows of 16 leave AVX2's for b.
/// c[i, 16·j …] = Σ a(i, p) · b(p, j) over p < k, with a(i, p) at i·rowA + p·stepA and the vector
/// b(p, j) at p·stepB + j·columnB.
FOR_LANES void block(
    const size_t rows, const size_t columns, const float *a, size_t rowA, size_t stepA,
    const float *b, size_t stepB, size_t columnB, float *c, size_t strideC, size_t k, int adds) {
  Lanes sums[8][2];
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++) sums[r][j] = (Lanes){0};
  for (size_t p = 0; p < k; p++) {
    Lanes line[2];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++) line[j] = lanes_at(b + p * stepB + j * columnB);
#pragma clang loop unroll(full)
    for (size_t r = 0; r < rows; r++) {
      float x = a[r * rowA + p * stepA];
#pragma clang loop unroll(full)
      for (size_t j = 0; j < columns; j++) MULTIPLY_ADD_LANES(sums[r][j], x, line[j]);
    }
  }
#pragma clang loop unroll(full)
  for (size_t r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < columns; j++) {
      float *out = c + r * strideC + j * LANES;
      store_lanes(out, adds ? lanes_at(out) + sums[r][j] : sums[r][j]);
    }
}

FOR_LANES void rows_block(
    const size_t max_rows, size_t rows, const size_t columns, const float *a, size_t rowA,
    size_t stepA, const float *b, size_t stepB, size_t columnB, float *c, size_t strideC, size_t k,
    int adds) {
#define CASE(n)                                                                                   \
  case n:                                                                                         \
    if (n <= max_rows)                                                                            \
      block(n, columns, a, rowA, stepA, b, stepB, columnB, c, strideC, k, adds);                  \
    break;
  switch (rows) {
    CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
  }
#undef CASE
}

typedef struct { ptrdiff_t first, past; } Stretch;

INLINED ptrdiff_t min_of(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
INLINED ptrdiff_t max_of(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/// The columns of the span that any row of first ..< past attends to.
INLINED Stretch columns_seen(const KernelSpan *span, size_t first, size_t past) {
  ptrdiff_t keys = (ptrdiff_t)span->keys;
  return (Stretch){
      min_of(max_of(0, span->hidden + (ptrdiff_t)first), keys),
      min_of((ptrdiff_t)(span->seen + (past - 1) * span->step), keys)};
}

/// The rows that see any column of first ..< past.
INLINED Stretch rows_seeing(const KernelSpan *span, size_t rows, size_t first, size_t past) {
  ptrdiff_t from = span->step ? max_of(0, (ptrdiff_t)first - (ptrdiff_t)span->seen + 1) : 0;
  return (Stretch){from, min_of((ptrdiff_t)rows, (ptrdiff_t)past - span->hidden)};
}

FOR_LANES void scores_in(
    const size_t max_rows, const size_t max_columns, const float *a, size_t width,
    const float *panels, size_t d, float *scores, size_t stride, size_t rows,
    const KernelSpan *span) {
  size_t blocks = (rows + max_rows - 1) / max_rows;
  const float *b = panels + span->packedStart * d;
  float *out = scores + span->column;
  for (size_t column = 0; column < span->keys; column += max_columns * LANES)
    for (size_t index = 0; index < blocks; index++) {
      size_t first = rows * index / blocks, past = rows * (index + 1) / blocks;
      Stretch seen = columns_seen(span, first, past);
      ptrdiff_t from = max_of((ptrdiff_t)column, seen.first / LANES * LANES);
      ptrdiff_t to = min_of((ptrdiff_t)(column + max_columns * LANES), seen.past);
      if (from >= to) continue;
      const float *left = a + first * width, *right = b + (size_t)from * d;
      float *to_block = out + first * stride + from;
      if (max_columns > 1 && to - from > LANES)
        rows_block(
            max_rows, past - first, max_columns, left, width, 1, right, LANES, LANES * d, to_block,
            stride, d, 0);
      else
        rows_block(
            max_rows, past - first, 1, left, width, 1, right, LANES, LANES * d, to_block, stride, d,
            0);
    }
}

FOR_LANES void mix_in(
    const size_t max_rows, const size_t max_columns, const float *scores, size_t stride,
    const float *b, size_t width, float *c, size_t rows, const KernelSpan *span, int adds) {
  size_t blocks = (rows + max_rows - 1) / max_rows;
  for (size_t index = 0; index < blocks; index++) {
    size_t first = rows * index / blocks, past = rows * (index + 1) / blocks;
    Stretch seen = columns_seen(span, first, past);
    if (seen.first >= seen.past) seen.past = seen.first = 0;
    size_t from = (size_t)seen.first / PAIR, k = (size_t)(seen.past + PAIR - 1) / PAIR - from;
    if (k == 0 && adds) continue;
    const float *left = scores + first * stride + span->column / PAIR + from;
    const float *right = b + (span->packedStart / PAIR + from) * width;
    size_t column = 0;
    for (; column + max_columns * LANES <= width; column += max_columns * LANES)
      rows_block(
          max_rows, past - first, max_columns, left, stride, 1, right + column, width, LANES,
          c + first * width + column, width, k, adds);
    if (column < width)
      rows_block(
          max_rows, past - first, 1, left, stride, 1, right + column, width, LANES,
          c + first * width + column, width, k, adds);
  }
}

FOR_LANES void gather_in(
    const size_t max_rows, const size_t max_columns, const float *scores, size_t stride,
    const float *b, size_t width, float *c, size_t rows, const KernelSpan *span) {
  size_t blocks = (span->keys + max_rows - 1) / max_rows;
  for (size_t index = 0; index < blocks; index++) {
    size_t first = span->keys * index / blocks, past = span->keys * (index + 1) / blocks;
    Stretch seeing = rows_seeing(span, rows, first, past);
    if (seeing.first >= seeing.past) continue;
    size_t from = (size_t)seeing.first / PAIR;
    size_t k = (size_t)(seeing.past + PAIR - 1) / PAIR - from;
    const float *left = scores + from * stride + span->column + first;
    const float *right = b + from * width;
    float *out = c + (span->packedStart + first) * width;
    size_t column = 0;
    for (; column + max_columns * LANES <= width; column += max_columns * LANES)
      rows_block(
          max_rows, past - first, max_columns, left, 1, stride, right + column, width, LANES,
          out + column, width, k, 1);
    if (column < width)
      rows_block(
          max_rows, past - first, 1, left, 1, stride, right + column, width, LANES, out + column,
          width, k, 1);
  }
}

#define SCORES                                                                                    \
  const float *a, size_t width, const float *panels, size_t d, float *scores, size_t stride,      \
      size_t rows, const KernelSpan *span
#define MIX                                                                                       \
  const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,        \
      const KernelSpan *span, int adds
#define GATHER                                                                                    \
  const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,        \
      const KernelSpan *span
