#define PAIR 1
#define TILE_INLINED INLINED
#define MULTIPLY_ADD(sums, word, words) (sums) += (word) * (words)
#include "TileBlocks.h"

#define PRODUCTS(name, target, most, most_columns)                                                \
  target static void scores_##name(SCORES) {                                                      \
    scores_in(most, most_columns, a, width, panels, d, scores, stride, rows, span);               \
  }                                                                                               \
  target static void mix_##name(MIX) {                                                            \
    mix_in(most, most_columns, scores, stride, b, width, c, rows, span, adds);                    \
  }                                                                                               \
  target static void gather_##name(GATHER) {                                                      \
    gather_in(most, most_columns, scores, stride, b, width, c, rows, span);                       \
  }

PRODUCTS(plain, , 6, 1)
#if defined(__x86_64__)
PRODUCTS(v3, __attribute__((target("arch=x86-64-v3"))), 6, 1)
PRODUCTS(v4, __attribute__((target("arch=x86-64-v4"), min_vector_width(512))), 8, 2)
#define CALL(kind, ...)                                                                           \
  if (__builtin_cpu_supports("x86-64-v4"))                                                        \
    kind##_v4(__VA_ARGS__);                                                                       \
  else if (__builtin_cpu_supports("x86-64-v3"))                                                   \
    kind##_v3(__VA_ARGS__);                                                                       \
  else                                                                                            \
    kind##_plain(__VA_ARGS__)
#else
#define CALL(kind, ...) kind##_plain(__VA_ARGS__)
#endif

void kernel_tile_scores(SCORES) {
  CALL(scores, a, width, panels, d, scores, stride, rows, span);
}

void kernel_tile_mix(MIX) { CALL(mix, scores, stride, b, width, c, rows, span, adds); }

void kernel_tile_gather(GATHER) { CALL(gather, scores, stride, b, width, c, rows, span); }
