#pragma once
#include <stddef.h>
#include <stdint.h>

// Attention, a tile at a time: the scores [rows, stride] of `rows` queries of one head, the keys of
// each span that they see in columns of their own. Keys and values of a head are packed before, so
// that every product reads whole vectors of 16.
//
//   d       the size of a head                width   d rounded up to a multiple of 16
//   rows    queries of a tile, or rows that are packed
//   stride  floats from one row to the next
//
// Packed rows [rows, width] hold row after row, zeros in the columns d ..< width. Packed panels
// [⌈rows / 16⌉, d, 16] hold sixteen rows side by side, zeros in the rows beyond the last:
//
//   panel 0   x[0][0]    x[1][0]    …  x[15][0]        panel 1   x[16][0]  x[17][0]  …  x[31][0]
//             x[0][1]    x[1][1]    …  x[15][1]                  x[16][1]  x[17][1]  …  x[31][1]
//             …                                                  …
//             x[0][d−1]  x[1][d−1]  …  x[15][d−1]                x[16][d−1]          …  x[31][d−1]
//
// What a row doesn't see is neither computed, within the grain of a block, nor read.

/// Keys in the columns column ..< column + keys of a tile. Row r sees those from
/// max(0, hidden + r) on, before min(keys, seen + r · step); step is 0 or 1.
typedef struct {
  /// A multiple of 16; the columns up to the next span's, or to the next multiple of 16, are spare.
  size_t column;
  size_t keys;
  size_t seen;
  size_t step;
  /// Far below zero where there is no window.
  ptrdiff_t hidden;
  /// Index of the first key among the packed ones, a multiple of 16.
  size_t packedStart;
} KernelSpan;

/// y [rows, width] = x [rows, d], packed rows.
void kernel_pack_rows(const float *x, size_t stride, float *y, size_t rows, size_t d);
/// y [⌈rows / 16⌉, d, 16] = x [rows, d], packed panels.
void kernel_pack_panels(const float *x, size_t stride, float *y, size_t rows, size_t d);
/// y [rows, d] = factors [rows] · x [rows, width], or added to y; factors may be null.
void kernel_unpack_rows(
    const float *x, size_t width, const float *factors, float *y, size_t stride, size_t rows,
    size_t d, int adds);

/// scores [rows, stride] = a [rows, width] · the span's panels [keys / 16, d, 16].
void kernel_tile_scores(
    const float *a, size_t width, const float *panels, size_t d, float *scores, size_t stride,
    size_t rows, const KernelSpan *span);
/// c [rows, width] = scores [rows, stride] · the span's rows b [keys, width], or added to c.
void kernel_tile_mix(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span, int adds);
/// The span's rows c [keys, width] += scoresᵀ [stride, rows] · b [rows, width].
void kernel_tile_gather(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span);

/// scores [rows, stride] = cap · tanh(scores · scale / cap); slopes [rows, stride], where not null,
/// = 1 − tanh².
void kernel_tile_cap(
    float *scores, float *slopes, float scale, float cap, size_t stride, size_t rows,
    const KernelSpan *span);
/// scores [r, c] = scores [r, c] · scale + line [c − r].
void kernel_tile_add_line(
    float *scores, const float *line, float scale, size_t stride, size_t rows,
    const KernelSpan *span);
/// line [c − r] += factor · gradients [r, c], of [rows, stride].
void kernel_tile_gather_line(
    const float *gradients, float *line, float factor, size_t stride, size_t rows,
    const KernelSpan *span);

/// scores [rows, stride] = exp(scores · scale − greatest of the row), logSumExp [rows], and inverse
/// [rows] = 1 / Σ, which makes probabilities of them. A row that sees nothing gets zeros and −∞.
void kernel_tile_softmax(
    float *scores, float scale, float *logSumExp, float *inverse, size_t stride, size_t rows,
    const KernelSpan *spans, size_t count);
/// scores [rows, stride] = exp(scores · scale − logSumExp [rows]), the probabilities again.
void kernel_tile_probabilities(
    float *scores, float scale, const float *logSumExp, size_t stride, size_t rows,
    const KernelSpan *spans, size_t count);
/// gradients = probabilities · (gradients − delta [rows]) · scale, times the slopes where not null;
/// [rows, stride] each.
void kernel_tile_score_gradient(
    const float *probabilities, float *gradients, const float *slopes, const float *delta,
    float scale, size_t stride, size_t rows, const KernelSpan *spans, size_t count);
/// delta [rows] = Σ a [rows, n] · b [rows, n] along the rows.
void kernel_row_dots(
    const float *a, size_t strideA, const float *b, size_t strideB, float *delta, size_t rows,
    size_t n);

/// scores [n] = keys [n, d] · x [d], without packing.
void kernel_key_dots(
    const float *x, const float *keys, size_t stride, float *scores, size_t n, size_t d);
/// y [d] += scores [n] · values [n, d], without packing.
void kernel_mix_values(
    const float *scores, const float *values, size_t stride, float *y, size_t n, size_t d);

// The same products in bf16, two to a word along the summed axis, with sums in f32. A word is a
// float in these types; widths, strides and d count words. For processors with bf16. Left operands
// hold pairs along their rows; right ones, and the scores that are gathered, hold pairs of adjacent
// rows:
//
//   left    word [r, i]        x[r][2i]     x[r][2i + 1]
//   rows    word [r, i]        x[2r][i]     x[2r + 1][i]
//   panels  word [p, i, lane]  x[16p + lane][2i]  x[16p + lane][2i + 1]

/// As kernel_tile_scores: a [rows, width], panels [keys / 16, d, 16].
void kernel_tile_scores16(
    const float *a, size_t width, const float *panels, size_t d, float *scores, size_t stride,
    size_t rows, const KernelSpan *span);
/// As kernel_tile_mix: scores [rows, stride], b [keys / 2, width], c [rows, width].
void kernel_tile_mix16(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span, int adds);
/// As kernel_tile_gather: scores [rows / 2, stride], b [rows / 2, width], c [keys, width].
void kernel_tile_gather16(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span);
/// y [rows, d / 2] = x [rows, d] as a left operand, zeros up to a multiple of 16 of x.
void kernel_round_rows(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d);
/// y [⌈rows / 2⌉, d] = x [rows, d] as a right operand, zeros up to a multiple of 16 and next to an
/// odd last row.
void kernel_round_pairs(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d);
/// y [⌈rows / 16⌉, ⌈d / 2⌉, 16] = x [rows, d] as panels.
void kernel_round_panels(const float *x, size_t stride, float *y, size_t rows, size_t d);
