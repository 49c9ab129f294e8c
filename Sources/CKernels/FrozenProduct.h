#pragma once
#include "FrozenBlock.h"

// The product: panel after panel of b, each packed while the one before is multiplied with all
// blocks of a.

/// Steps of a panel: with a block of a it stays in the cache of the second level.
#define STEPS 384

static size_t steps_of(size_t k) { return (k + PAIR - 1) / PAIR; }

/// Where block i of ⌈m / 8⌉ begins, blocks as even as they get.
static size_t row_of(size_t block, size_t m) {
  size_t blocks = (m + ROWS - 1) / ROWS;
  return m * block / blocks;
}

/// Steps that are packed together: two halves of a square of sixteen words.
#define PACKED 32

/// Packs up to 32 steps of a block's rows, `count` values each, zeros after the last.
ELEMENT_INLINED void pack_chunk(
    const float *a, size_t stride, uint32_t *packed, const size_t rows, size_t count) {
  _Alignas(64) uint32_t square[2 * ROWS][16];
  __m512i transposed[16];
  for (size_t half = 0; half < 2; half++) {
    size_t first = 16 * PAIR * half, left = count < first ? 0 : count - first;
    for (size_t r = 0; r < rows; r++)
      _mm512_store_si512(square[half * ROWS + r], words_at(a + r * stride + first, left));
  }
  UNROLLED for (size_t p = 0; p < 16; p += 4)
    transpose(&square[0][p], sizeof(square[0]), (uint32_t *)&transposed[p], 16);
  __mmask8 mask = (__mmask8)((1u << rows) - 1);
  size_t steps = steps_of(count);
  for (size_t p = 0; p < 16 && p < steps; p++)
    _mm256_mask_storeu_epi32(packed + p * rows, mask, _mm512_castsi512_si256(transposed[p]));
  for (size_t p = 16; p < PACKED && p < steps; p++)
    _mm256_mask_storeu_epi32(
        packed + p * rows, mask, _mm512_extracti64x4_epi64(transposed[p - 16], 1));
}

FOR_ELEMENT static void pack_rows(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first,
    size_t past) {
  for (size_t block = first; block < past; block++) {
    size_t row = row_of(block, m), rows = row_of(block + 1, m) - row;
    for (size_t p = 0; p < steps_of(k); p += PACKED)
      pack_chunk(
          a + row * stride + p * PAIR, stride, packed + row * steps_of(k) + p * rows, rows,
          k - p * PAIR);
  }
}

/// The matrix b, and how its summed axis is divided: evenly, in whole chunks.
typedef struct {
  const Element *values;
  size_t stride;
  int transposed;
  size_t n, k, parts, steps;
} Source;

/// Columns column ..< column + width in the steps first ..< first + steps, of which `whole` hold
/// values alone, for all 32 columns.
typedef struct {
  const Element *from;
  size_t column, width, first, steps, whole;
} Panel;

static Panel panel_of(const Source *b, size_t index) {
  Panel panel;
  // All columns of one part of the steps first: that part of a stays in the cache.
  size_t columns = (b->n + COLUMNS - 1) / COLUMNS;
  panel.column = index % columns * COLUMNS;
  panel.width = b->n - panel.column < COLUMNS ? b->n - panel.column : COLUMNS;
  panel.first = index / columns * b->steps;
  size_t left = steps_of(b->k) - panel.first;
  panel.steps = left < b->steps ? left : b->steps;
  size_t full = b->k / PAIR - panel.first;
  panel.whole = panel.width < COLUMNS ? 0 : full < panel.steps ? full : panel.steps;
  panel.from = b->transposed ? b->values + panel.column * b->stride + panel.first * PAIR
                             : b->values + panel.first * PAIR * b->stride + panel.column;
  return panel;
}

/// The steps of a panel from `first` on, a whole number of chunks.
FOR_ELEMENT static void pack_panel(
    const Source *b, const Panel *panel, size_t first, uint32_t *to) {
  size_t p = first, stride = b->stride;
  if (b->transposed)
    for (; p + 4 <= panel->whole; p += 4)
      for (size_t column = 0; column < COLUMNS; column += 16)
        transpose(
            panel->from + column * stride + p * PAIR, stride * sizeof(Element),
            to + p * COLUMNS + column, COLUMNS);
  else
    for (; p < panel->whole; p++)
      interleave(panel->from + p * PAIR * stride, stride, to + p * COLUMNS);
  size_t rowStride = b->transposed ? 1 : stride, columnStride = b->transposed ? stride : 1;
  for (; p < panel->steps; p++)
    for (size_t column = 0; column < COLUMNS; column++) {
      Element pair[PAIR] = {0};
      for (size_t i = 0; i < PAIR && column < panel->width; i++)
        if ((panel->first + p) * PAIR + i < b->k)
          pair[i] = panel->from[column * columnStride + (p * PAIR + i) * rowStride];
      memcpy(to + p * COLUMNS + column, pair, sizeof(pair));
    }
}

/// Has one of `blocks` blocks prefetch its part of a panel.
static void plan_prefetch(
    SideWork *side, const Source *b, const Panel *panel, size_t block, size_t blocks,
    size_t chunks) {
  if (b->transposed) {
    size_t first = COLUMNS * block / blocks;
    side->prefetch = panel->from + first * b->stride;
    side->prefetched = COLUMNS * (block + 1) / blocks - first;
    side->advance = CHUNK * PAIR;
  } else {
    size_t rows = panel->whole * PAIR, each = (rows + blocks * chunks - 1) / (blocks * chunks);
    size_t first = block * chunks * each;
    if (first >= rows) return;
    side->prefetch = panel->from + first * b->stride;
    side->prefetched = each;
    side->advance = each * b->stride;
  }
}

/// The rows of a product: blocks `first` ..< `past` of ⌈m / 8⌉.
typedef struct {
  const uint32_t *packed;
  size_t m, first, past;
  const float *start;
  size_t strideStart;
  float *c;
  size_t strideC;
} Rows;

FOR_ELEMENT static void multiply_panels(const Rows *a, const Source *b) {
  _Alignas(64) uint32_t panels[2][STEPS * COLUMNS];
  size_t count = (b->n + COLUMNS - 1) / COLUMNS * b->parts;
  size_t blocks = a->past - a->first;
  // The blocks that pack: the last one all columns, or each of the last two half of them.
  size_t packers = b->transposed ? 2 : 1;
  Panel panel = panel_of(b, 0), next;
  pack_panel(b, &panel, 0, panels[0]);
  for (size_t index = 0; index < count; index++, panel = next) {
    int more = index + 1 < count;
    if (more) next = panel_of(b, index + 1);
    uint32_t *here = panels[index % 2], *there = panels[(index + 1) % 2];
    size_t chunks = panel.steps / CHUNK, packed_chunks = 0;
    if (more && blocks > packers) {
      packed_chunks = next.whole / CHUNK;
      if (packed_chunks > chunks) packed_chunks = chunks;
    }
    const float *start = panel.first > 0 ? a->c : a->start;
    size_t strideStart = panel.first > 0 ? a->strideC : a->strideStart;
    for (size_t block = 0; block < blocks; block++) {
      size_t row = row_of(a->first + block, a->m);
      size_t rows = row_of(a->first + block + 1, a->m) - row;
      Block own = {
          a->packed + row * steps_of(b->k) + panel.first * rows,
          here,
          panel.steps,
          a->c + row * a->strideC + panel.column,
          a->strideC,
          panel.width,
          start ? start + row * strideStart + panel.column : NULL,
          strideStart};
      SideWork side = {
          .from = b->values, .prefetch = b->values, .stride = b->stride, .chunks = packed_chunks};
      size_t packer = block + packers - blocks;
      if (packed_chunks > 0 && block + packers >= blocks) {
        side.from = next.from + packer * 16 * b->stride;
        side.to = there + packer * 16;
        (b->transposed ? multiply_and_transpose : multiply_and_interleave)(rows, &own, &side);
      } else {
        if (packed_chunks > 0) plan_prefetch(&side, b, &next, block, blocks - packers, chunks);
        multiply_alone(rows, &own, &side);
      }
    }
    if (more) pack_panel(b, &next, packed_chunks * CHUNK, there);
  }
}

FOR_ELEMENT static void multiply_frozen(
    const Rows *a, const Element *b, size_t strideB, int transposed, size_t n, size_t k) {
  size_t steps = steps_of(k), parts = (steps + STEPS - 1) / STEPS;
  size_t each = ((steps + parts - 1) / parts + CHUNK - 1) / CHUNK * CHUNK;
  Source source = {b, strideB, transposed, n, k, parts, each};
  multiply_panels(a, &source);
}
