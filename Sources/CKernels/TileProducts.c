#define ELEMENT_F32
#include "TileBlocks.h"

#define PRODUCTS(name, target, max_rows, max_columns)                                             \
  target static void scores_##name(SCORES) {                                                      \
    scores_in(max_rows, max_columns, a, width, panels, d, scores, stride, rows, span);            \
  }                                                                                               \
  target static void mix_##name(MIX) {                                                            \
    mix_in(max_rows, max_columns, scores, stride, b, width, c, rows, span, adds);                 \
  }                                                                                               \
  target static void gather_##name(GATHER) {                                                      \
    gather_in(max_rows, max_columns, scores, stride, b, width, c, rows, span);                    \
  }

PRODUCTS(plain, , 6, 1)
#if defined(__x86_64__)
PRODUCTS(v3, ON_V3, 6, 1)
PRODUCTS(v4, ON_V4, 8, 2)
#endif

void kernel_tile_scores(SCORES) {
  CALL_COPY(scores, (a, width, panels, d, scores, stride, rows, span))
}

void kernel_tile_mix(MIX) { CALL_COPY(mix, (scores, stride, b, width, c, rows, span, adds)) }

void kernel_tile_gather(GATHER) { CALL_COPY(gather, (scores, stride, b, width, c, rows, span)) }
