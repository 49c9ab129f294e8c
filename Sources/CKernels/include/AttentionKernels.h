#pragma once
#include <stddef.h>
#include <stdint.h>

// Attention, one tile at a time: the scores [rows, keys] of some queries of one head, rows `stride`
// apart, the keys of each span that they see in columns of their own. Keys and values of a head are
// packed before: as rows [keys, d] with d rounded up to whole vectors of 16, and as panels
// [keys / 16, d, 16], whole vectors of keys; zeros fill both. What a row doesn't see is neither
// computed, within the grain of a block, nor read.

/// Keys in the columns column ..< column + keys of a tile. Row r sees those from
/// max(0, hidden + r) on, before min(keys, seen + r · step); step is 0 or 1.
typedef struct {
  /// A whole number of vectors, with room to the next.
  size_t column;
  size_t keys;
  size_t seen;
  size_t step;
  /// Far below zero where there is no window.
  ptrdiff_t hidden;
  /// Where they begin among the packed keys, a whole number of vectors.
  size_t place;
} KernelSpan;

/// Whole vectors: y [rows, width] = x [rows, d], zeros behind; width is d rounded up.
void kernel_pack_rows(const float *x, size_t stride, float *y, size_t rows, size_t d);
/// y [⌈rows / 16⌉, d, 16] from x [rows, d].
void kernel_pack_panels(const float *x, size_t stride, float *y, size_t rows, size_t d);
/// y[rows, d] = alpha · factors[r] · x [rows, width], or added; factors may be null.
void kernel_unpack_rows(
    const float *x, size_t width, const float *factors, float *y, size_t stride, size_t rows,
    size_t d, int adds);

/// scores = a [rows, width] · panels of the span.
void kernel_tile_scores(
    const float *a, size_t width, const float *panels, size_t d, float *scores, size_t stride,
    size_t rows, const KernelSpan *span);
/// c [rows, width] = scores · rows [keys, width] of the span, or added to c.
void kernel_tile_mix(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span, int adds);
/// c [keys, width] += scoresᵀ · b [rows, width], at the span's place in c.
void kernel_tile_gather(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span);

/// scores = cap · tanh(scores · scale / cap); slopes, where not null, 1 − tanh² of it.
void kernel_tile_cap(
    float *scores, float *slopes, float scale, float cap, size_t stride, size_t rows,
    const KernelSpan *span);
/// Row r: scores = scores · scale + line[−r …].
void kernel_tile_add_line(
    float *scores, const float *line, float scale, size_t stride, size_t rows,
    const KernelSpan *span);
/// line[c − r] += factor · gradients[r, c].
void kernel_tile_gather_line(
    const float *gradients, float *line, float factor, size_t stride, size_t rows,
    const KernelSpan *span);

/// scores = exp(scores · scale − greatest of the row), its log-sum-exp, and 1 / Σ that makes
/// probabilities of them. A row that sees nothing gets zeros and −∞.
void kernel_tile_softmax(
    float *scores, float scale, float *logSumExp, float *inverse, size_t stride, size_t rows,
    const KernelSpan *spans, size_t count);
/// scores = exp(scores · scale − logSumExp[r]), the probabilities again.
void kernel_tile_probabilities(
    float *scores, float scale, const float *logSumExp, size_t stride, size_t rows,
    const KernelSpan *spans, size_t count);
/// gradients = probabilities · (gradients − delta[r]) · scale, times the slopes where not null.
void kernel_tile_score_gradient(
    const float *probabilities, float *gradients, const float *slopes, const float *delta,
    float scale, size_t stride, size_t rows, const KernelSpan *spans, size_t count);
/// delta[r] = Σ a[r, c] · b[r, c].
void kernel_row_dots(
    const float *a, size_t strideA, const float *b, size_t strideB, float *delta, size_t rows,
    size_t n);

/// scores[k] = x · row k of keys [n, d], as they lie.
void kernel_key_dots(
    const float *x, const float *keys, size_t stride, float *scores, size_t n, size_t d);
/// y [d] += Σ scores[k] · row k of values [n, d], as they lie.
void kernel_mix_values(
    const float *scores, const float *values, size_t stride, float *y, size_t n, size_t d);

// The same products in bf16, two to a word along the summed axis, with sums in f32. A word is a float
// in these types; widths, strides and d count words. Left operands hold pairs along their rows; right
// ones, panels [rows / 16, d, 16] and lines [rows / 2, width], and the scores that are gathered, hold
// pairs of neighbouring rows. For processors with bf16.

void kernel_tile_scores16(
    const float *a, size_t width, const float *panels, size_t d, float *scores, size_t stride,
    size_t rows, const KernelSpan *span);
void kernel_tile_mix16(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span, int adds);
void kernel_tile_gather16(
    const float *scores, size_t stride, const float *b, size_t width, float *c, size_t rows,
    const KernelSpan *span);
/// y [rows, d / 2] from x [rows, d], zeros up to whole vectors of x.
void kernel_round_rows(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d);
/// y [⌈rows / 2⌉, d] from x [rows, d], zeros up to whole vectors and beside an odd last row.
void kernel_round_pairs(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d);
/// y [⌈rows / 16⌉, ⌈d / 2⌉, 16] from x [rows, d].
void kernel_round_panels(const float *x, size_t stride, float *y, size_t rows, size_t d);
