#include "Lanes.h"

#define PAIR 2

#if defined(__x86_64__)
#include <immintrin.h>
#define BF16 __attribute__((target("arch=x86-64-v4,avx512bf16"), min_vector_width(512)))
#define SPLAT(x) ((Lanes){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x})
#define MULTIPLY_ADD(sums, word, words)                                                            \
  (sums) = (Lanes)_mm512_dpbf16_ps(                                                               \
      (__m512)(sums), (__m512bh)(__m512)SPLAT(word), (__m512bh)(__m512)(words))
/// Sixteen words that hold bf16 in their lower halves.
#define ROUNDED(x)                                                                                \
  ((LaneBits)_mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh((__m512)(x))))
#else
#define BF16
#define UPPER ((int32_t)0xffff0000)
#define MULTIPLY_ADD(sums, word, words)                                                            \
  (sums) += from_bits(to_bits(word) << 16) * (Lanes)((LaneBits)(words) << 16) +                   \
            from_bits(to_bits(word) & UPPER) * (Lanes)((LaneBits)(words) & UPPER)
#define EVEN_UP(bits) (((bits) + 0x7fff + (((bits) >> 16) & 1)) >> 16 & 0xffff)
#define ROUNDED(x)                                                                                \
  (((LaneBits)(x) >> 16 & 0xffff & ((x) != (x))) | (EVEN_UP((LaneBits)(x)) & ((x) == (x))))
#endif

#define TILE_INLINED BF16 INLINED
#include "TileBlocks.h"

BF16 void kernel_tile_scores16(SCORES) {
  scores_in(8, 2, a, width, panels, d, scores, stride, rows, span);
}

BF16 void kernel_tile_mix16(MIX) { mix_in(8, 2, scores, stride, b, width, c, rows, span, adds); }

BF16 void kernel_tile_gather16(GATHER) {
  gather_in(8, 2, scores, stride, b, width, c, rows, span);
}

/// Sixteen words: a in their lower halves, b in their upper.
#define PAIRED(a, b) ((Lanes)(ROUNDED(a) | (ROUNDED(b) << 16)))

BF16 void kernel_round_rows(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d) {
  for (size_t r = 0; r < rows; r++)
    for (size_t i = 0; i < d; i += LANES) {
      Lanes lanes;
      take_first(&lanes, x + r * stride + i, d - i < LANES ? d - i : LANES);
      Halves halves = __builtin_convertvector(ROUNDED(lanes), Halves);
      memcpy(y + r * strideY + i / 2, &halves, sizeof(halves));
    }
}

BF16 void kernel_round_pairs(
    const float *x, size_t stride, float *y, size_t strideY, size_t rows, size_t d) {
  for (size_t r = 0; r < rows; r += 2)
    for (size_t i = 0; i < d; i += LANES) {
      Lanes even, odd = {0};
      size_t n = d - i < LANES ? d - i : LANES;
      take_first(&even, x + r * stride + i, n);
      if (r + 1 < rows) take_first(&odd, x + (r + 1) * stride + i, n);
      put_lanes(y + r / 2 * strideY + i, PAIRED(even, odd));
    }
}

BF16 void kernel_round_panels(
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
        if (r < height) take_first(square + r, x + (first + r) * stride + column, width);
      }
      transpose_lanes(square);
      for (size_t i = 0; i < width; i += 2)
        put_lanes(to + (column + i) / 2 * LANES, PAIRED(square[i], square[i + 1]));
    }
  }
}
