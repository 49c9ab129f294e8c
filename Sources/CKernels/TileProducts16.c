#define ELEMENT_BF16
#include "TileBlocks.h"

FOR_ELEMENT void kernel_tile_scores16(SCORES) {
  scores_in(8, 2, a, width, panels, d, scores, stride, rows, span);
}

FOR_ELEMENT void kernel_tile_mix16(MIX) {
  mix_in(8, 2, scores, stride, b, width, c, rows, span, adds);
}

FOR_ELEMENT void kernel_tile_gather16(GATHER) {
  gather_in(8, 2, scores, stride, b, width, c, rows, span);
}

/// Sixteen words: a in their lower halves, b in their upper.
#define PAIRED(a, b) ((Lanes)(ROUNDED(a) | (ROUNDED(b) << 16)))

FOR_ELEMENT void kernel_round_rows(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < d; i += LANES) {
      Lanes lanes;
      load_first(&lanes, x + r * stride + i, d - i < LANES ? d - i : LANES);
      Halves halves = __builtin_convertvector(ROUNDED(lanes), Halves);
      memcpy(y + r * strideY + i / 2, &halves, sizeof(halves));
    }
}

FOR_ELEMENT void kernel_round_pairs(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d) {
  for (size_t r = 0; r < rows; r += 2)
    for (size_t i = 0; i < d; i += LANES) {
      Lanes even, odd = {0};
      size_t n = d - i < LANES ? d - i : LANES;
      load_first(&even, x + r * stride + i, n);
      if (r + 1 < rows) load_first(&odd, x + (r + 1) * stride + i, n);
      store_lanes(y + r / 2 * strideY + i, PAIRED(even, odd));
    }
}

FOR_ELEMENT void kernel_round_panels(
    const float *x, size_t stride, float *y, size_t rows, size_t d) {
  size_t pairs = (d + 1) / 2;
  for (size_t first = 0; first < rows; first += LANES) {
    size_t height = rows - first < LANES ? rows - first : LANES;
    float *to = y + first * pairs;
    for (size_t column = 0; column < d; column += LANES) {
      size_t width = d - column < LANES ? d - column : LANES;
      Lanes square[LANES];
      for (size_t r = 0; r < LANES; r++) {
        square[r] = (Lanes){0};
        if (r < height) load_first(square + r, x + (first + r) * stride + column, width);
      }
      transpose_lanes(square);
      for (size_t i = 0; i < width; i += 2)
        store_lanes(to + (column + i) / 2 * LANES, PAIRED(square[i], square[i + 1]));
    }
  }
}
