#include "COneDNN.h"
#include "Library.h"

// Of the OpenMP that the library divides its work with.
extern void omp_set_num_threads(int count);

void stay_on_this_thread(void) { omp_set_num_threads(1); }

int onednn_gemm(
    bool transposeA, bool transposeB, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
    int64_t strideA, const float *b, int64_t strideB, float beta, float *c, int64_t strideC) {
  stay_on_this_thread();
  return dnnl_sgemm(
      transposeA ? 'T' : 'N', transposeB ? 'T' : 'N', m, n, k, alpha, a, strideA, b, strideB, beta,
      c, strideC);
}

/// Each set of instructions is a mask that holds the bits of those it extends.
static bool runs_on(dnnl_cpu_isa_t isa) { return (dnnl_get_effective_cpu_isa() & isa) == isa; }

bool onednn_has_bf16(void) { return runs_on(dnnl_cpu_isa_avx512_core_bf16); }

bool onednn_has_amx(void) { return runs_on(dnnl_cpu_isa_avx512_core_amx); }

int onednn_version(void) {
  const dnnl_version_t *version = dnnl_version();
  return version->major * 10000 + version->minor * 100 + version->patch;
}
