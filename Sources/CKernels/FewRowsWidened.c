typedef unsigned short Element;
#include "Lanes.h"
#define LANES_OF_B(x) ((Lanes)(__builtin_convertvector(*(const Halves *)(x), LaneBits) << 16))
#define VALUE_OF_B(x) from_bits((int32_t)((uint32_t)(x) << 16))
#include "FewRowsPortable.h"

KERNEL(
    void, kernel_few_rows_widened,
    (const float *a, size_t strideA, const uint16_t *b, size_t strideB, int transposed, float *c,
     size_t strideC, size_t m, size_t n, size_t k, int adds),
    (a, strideA, b, strideB, transposed, c, strideC, m, n, k, adds)) {
  if (transposed)
    multiply_transposed(a, strideA, b, strideB, c, strideC, m, n, k, adds);
  else
    multiply_plain(a, strideA, b, strideB, c, strideC, m, n, k, adds);
}
