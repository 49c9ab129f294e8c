#include "COneDNN.h"
#include "Library.h"

int onednn_gemm(
    bool transposeA, bool transposeB, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
    int64_t strideA, const float *b, int64_t strideB, float beta, float *c, int64_t strideC) {
  return dnnl_sgemm(
      transposeA ? 'T' : 'N', transposeB ? 'T' : 'N', m, n, k, alpha, a, strideA, b, strideB, beta,
      c, strideC);
}

bool onednn_has_bf16(void) {
  // Each set of instructions is a mask that holds the bits of those it extends.
  return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) ==
         dnnl_cpu_isa_avx512_core_bf16;
}

int onednn_version(void) {
  const dnnl_version_t *version = dnnl_version();
  return version->major * 10000 + version->minor * 100 + version->patch;
}
