#pragma once
#include "Element.h"
#include "FewRowKernels.h"

// What both products of a few rows share: c [m, n] = a [m, k] · b. Letters as in `FewRowKernels.h`.

/// A tile of the result stays in registers while the matrix passes by: this many rows by four
/// vectors.
#define HEIGHT 6

/// The rows of a product in tiles as even as they get.
typedef struct {
  size_t rows, tiles;
} Tiles;

static Tiles tiles_of(size_t rows) { return (Tiles){rows, (rows + HEIGHT - 1) / HEIGHT}; }

static size_t height(Tiles tiles, size_t tile) {
  return tiles.rows / tiles.tiles + (tile < tiles.rows % tiles.tiles);
}

/// Calls with the height as a constant, so that the loops over it unroll.
#define WITH_HEIGHT(height, CALL) \
  switch (height) { \
  case 1: CALL(1); break; \
  case 2: CALL(2); break; \
  case 3: CALL(3); break; \
  case 4: CALL(4); break; \
  case 5: CALL(5); break; \
  default: CALL(HEIGHT); break; \
  }

/// Values of a vector.
#define VALUES (16 * PAIR)

/// The first `count` of a vector's values, the rest 0.
ELEMENT_INLINED __m512i load(const Element *values, size_t count) {
  if (count >= VALUES) return _mm512_loadu_si512(values);
#if PAIR == 1
  return _mm512_maskz_loadu_epi32((__mmask16)((1u << count) - 1), values);
#else
  return _mm512_maskz_loadu_epi16((1u << count) - 1, values);
#endif
}
