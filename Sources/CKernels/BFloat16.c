#include "CKernels.h"
#include "VectorMath.h"

// bf16 is the upper half of an f32.

KERNEL(void, kernel_round_bf16, (const float *x, uint16_t *y, size_t n), (x, y, n)) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits;
    memcpy(&bits, x + i, sizeof(bits));
    // To nearest, ties to even; a NaN stays one whatever its lower half held.
    uint32_t rounded = bits + 0x7FFF + ((bits >> 16) & 1);
    uint32_t quiet = bits | 0x400000;
    y[i] = (uint16_t)(((bits & 0x7FFFFFFF) > 0x7F800000 ? quiet : rounded) >> 16);
  }
}

KERNEL(void, kernel_widen_bf16, (const uint16_t *x, float *y, size_t n), (x, y, n)) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits = (uint32_t)x[i] << 16;
    memcpy(y + i, &bits, sizeof(bits));
  }
}
