#include "AttentionKernels.h"
#include "Lanes.h"

/// Products of blocks of rows and keys read this far past what a row sees; scores are zero there.
#define MARGIN 8

/// What a row sees of a span: columns first ..< past, and the whole vectors start ..< end around
/// them that hold all columns that a product may read.
typedef struct {
  size_t first, past, start, end;
} Visible;

INLINED Visible visible_of(const KernelSpan *span, size_t row) {
  ptrdiff_t keys = (ptrdiff_t)span->keys;
  ptrdiff_t first = span->hidden + (ptrdiff_t)row;
  ptrdiff_t past = (ptrdiff_t)(span->seen + row * span->step);
  first = first < 0 ? 0 : first > keys ? keys : first;
  past = past > keys ? keys : past;
  if (first > past) first = past;
  ptrdiff_t start = first > MARGIN ? first - MARGIN : 0;
  ptrdiff_t end = past + MARGIN < keys ? past + MARGIN : keys;
  return (Visible){
      (size_t)first, (size_t)past, (size_t)start / LANES * LANES,
      ((size_t)end + LANES - 1) / LANES * LANES};
}

/// Which of sixteen columns from i on the row sees. Scalar stores at the edges would be simpler,
/// and make every vector load of them wait.
#define IS_VISIBLE(visible, i)                                                                    \
  (((LaneBits){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} + (int32_t)(i) >=            \
    (int32_t)(visible).first) &                                                                   \
   ((LaneBits){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15} + (int32_t)(i) <             \
    (int32_t)(visible).past))

INLINED void clear(float *row, const KernelSpan *spans, size_t count, size_t r) {
  for (size_t s = 0; s < count; s++) {
    Visible seen = visible_of(spans + s, r);
    for (size_t i = seen.start; i < seen.end; i++) row[spans[s].column + i] = 0;
  }
}

KERNEL(
    void, kernel_tile_softmax,
    (float *scores, float scale, float *logSumExp, float *inverse, size_t stride, size_t rows,
     const KernelSpan *spans, size_t count),
    (scores, scale, logSumExp, inverse, stride, rows, spans, count)) {
  for (size_t r = 0; r < rows; r++) {
    float *row = scores + r * stride;
    const Lanes hidden = lanes_of(-INFINITY);
    Lanes tops = hidden;
    LaneBits nans = {0};
    for (size_t s = 0; s < count; s++) {
      float *x = row + spans[s].column;
      Visible seen = visible_of(spans + s, r);
      for (size_t i = seen.start; i < seen.end; i += LANES) {
        Lanes line = chosen(IS_VISIBLE(seen, i), lanes_at(x + i), hidden);
        store_lanes(x + i, line);
        tops = chosen(line > tops, line, tops);
        nans |= line != line;
      }
    }
    float top = greatest_of(&tops) * scale;
    int hasNaN = 0;
    for (size_t i = 0; i < LANES; i++) hasNaN |= nans[i];
    // NaN must stay NaN, not as a row that sees nothing.
    if (top == -INFINITY && !hasNaN) {
      clear(row, spans, count, r);
      logSumExp[r] = -INFINITY;
      inverse[r] = 0;
      continue;
    }
    Lanes sums = {0};
    for (size_t s = 0; s < count; s++) {
      float *x = row + spans[s].column;
      Visible seen = visible_of(spans + s, r);
      for (size_t i = seen.start; i < seen.end; i += LANES) {
        Lanes e = lanes_at(x + i) * scale - top;
        exponentiate(&e);
        store_lanes(x + i, e);
        sums += e;
      }
    }
    float total = sum_of(&sums);
    inverse[r] = 1.0f / total;
    logSumExp[r] = top + logf(total);
  }
}

KERNEL(
    void, kernel_tile_probabilities,
    (float *scores, float scale, const float *logSumExp, size_t stride, size_t rows,
     const KernelSpan *spans, size_t count),
    (scores, scale, logSumExp, stride, rows, spans, count)) {
  for (size_t r = 0; r < rows; r++) {
    float *row = scores + r * stride;
    const Lanes none = {0};
    float shift = logSumExp[r];
    if (shift == -INFINITY) {
      clear(row, spans, count, r);
      continue;
    }
    for (size_t s = 0; s < count; s++) {
      float *x = row + spans[s].column;
      Visible seen = visible_of(spans + s, r);
      for (size_t i = seen.start; i < seen.end; i += LANES) {
        Lanes e = lanes_at(x + i) * scale - shift;
        exponentiate(&e);
        store_lanes(x + i, chosen(IS_VISIBLE(seen, i), e, none));
      }
    }
  }
}

KERNEL(
    void, kernel_tile_score_gradient,
    (const float *probabilities, float *gradients, const float *slopes, const float *delta,
     float scale, size_t stride, size_t rows, const KernelSpan *spans, size_t count),
    (probabilities, gradients, slopes, delta, scale, stride, rows, spans, count)) {
  for (size_t r = 0; r < rows; r++) {
    const Lanes none = {0};
    float d = delta[r];
    for (size_t s = 0; s < count; s++) {
      size_t offset = r * stride + spans[s].column;
      const float *p = probabilities + offset;
      float *g = gradients + offset;
      Visible seen = visible_of(spans + s, r);
      for (size_t i = seen.start; i < seen.end; i += LANES) {
        Lanes gradient = lanes_at(p + i) * (lanes_at(g + i) - d) * scale;
        if (slopes) gradient *= lanes_at(slopes + offset + i);
        // What was not computed may be anything, and nothing times zero is not always zero.
        store_lanes(g + i, chosen(IS_VISIBLE(seen, i), gradient, none));
      }
    }
  }
}

KERNEL(
    void, kernel_tile_cap,
    (float *scores, float *slopes, float scale, float cap, size_t stride, size_t rows,
     const KernelSpan *span), (scores, slopes, scale, cap, stride, rows, span)) {
  float inner = scale / cap;
  for (size_t r = 0; r < rows; r++) {
    float *x = scores + r * stride + span->column;
    float *slope = slopes ? slopes + r * stride + span->column : x;
    Visible seen = visible_of(span, r);
    for (size_t i = seen.start; i < seen.end; i += LANES)
      for (size_t lane = i; lane < i + LANES; lane++) {
        float t = vector_tanh(x[lane] * inner);
        slope[lane] = 1.0f - t * t;
        x[lane] = cap * t;
      }
  }
}

KERNEL(
    void, kernel_tile_add_line,
    (float *scores, const float *line, float scale, size_t stride, size_t rows,
     const KernelSpan *span), (scores, line, scale, stride, rows, span)) {
  for (size_t r = 0; r < rows; r++) {
    float *x = scores + r * stride + span->column;
    const float *biases = line - r;
    Visible seen = visible_of(span, r);
    for (size_t i = seen.first; i < seen.past; i++) x[i] = x[i] * scale + biases[i];
  }
}

KERNEL(
    void, kernel_tile_gather_line,
    (const float *gradients, float *line, float factor, size_t stride, size_t rows,
     const KernelSpan *span), (gradients, line, factor, stride, rows, span)) {
  for (size_t r = 0; r < rows; r++) {
    const float *x = gradients + r * stride + span->column;
    float *sums = line - r;
    Visible seen = visible_of(span, r);
    for (size_t i = seen.first; i < seen.past; i++) sums[i] += factor * x[i];
  }
}

KERNEL(
    void, kernel_row_dots,
    (const float *left, size_t strideA, const float *right, size_t strideB, float *delta,
     size_t rows, size_t n), (left, strideA, right, strideB, delta, rows, n)) {
  for (size_t r = 0; r < rows; r++) {
    const float *x = left + r * strideA, *y = right + r * strideB;
    Lanes sums = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES) sums += lanes_at(x + i) * lanes_at(y + i);
    if (i < n) {
      Lanes a, b;
      load_first(&a, x + i, n - i);
      load_first(&b, y + i, n - i);
      sums += a * b;
    }
    delta[r] = sum_of(&sums);
  }
}
