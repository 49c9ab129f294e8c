#pragma once
#include "FrozenKernels.h"

// The functions of `FrozenKernels.h` for one type of elements (`Element.h`).

size_t NAMED(kernel_frozen_packed_size)(size_t m, size_t k) { return m * ((k + PAIR - 1) / PAIR); }

#if defined(__x86_64__)
#include "FrozenProduct.h"

FOR_ELEMENT void NAMED(kernel_pack_frozen)(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first,
    size_t past) {
  pack_rows(a, stride, packed, m, k, first, past);
}

FOR_ELEMENT void NAMED(kernel_multiply_frozen)(
    const uint32_t *packed, size_t m, size_t first, size_t past, const Element *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k) {
  Rows rows = {packed, m, first, past, start, strideStart, c, strideC};
  multiply_frozen(&rows, b, strideB, transposed, n, k);
}

#else

void NAMED(kernel_pack_frozen)(
    const float *a, size_t stride, uint32_t *packed, size_t m, size_t k, size_t first,
    size_t past) {
  (void)a, (void)stride, (void)packed, (void)m, (void)k, (void)first, (void)past;
  __builtin_trap();
}

void NAMED(kernel_multiply_frozen)(
    const uint32_t *packed, size_t m, size_t first, size_t past, const Element *b, size_t strideB,
    int transposed, const float *start, size_t strideStart, float *c, size_t strideC, size_t n,
    size_t k) {
  (void)packed, (void)m, (void)first, (void)past, (void)b, (void)strideB, (void)transposed;
  (void)start, (void)strideStart, (void)c, (void)strideC, (void)n, (void)k;
  __builtin_trap();
}

#endif
