#include "COneDNN.h"
#include "Library.h"
#include "ProcessorPath.h"

#include <pthread.h>

// From OpenMP, with which the library divides its work.
extern void omp_set_num_threads(int count);

/// Limits the library's own choice of code to the path in use; sse41 is the lowest that it has.
static void limit_to_path(void) {
#if defined(__x86_64__)
  static const dnnl_cpu_isa_t limits[] = {
      [KernelGeneric] = dnnl_cpu_isa_sse41,
      [KernelAVX2] = dnnl_cpu_isa_avx2,
      [KernelAVX512] = dnnl_cpu_isa_avx512_core,
      [KernelAVX512BF16] = dnnl_cpu_isa_avx512_core_bf16,
  };
  if (kernel_path_is_forced()) dnnl_set_max_cpu_isa(limits[kernel_path()]);
#endif
}

void begin_call(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, limit_to_path);
  omp_set_num_threads(1);
}

int onednn_gemm(
    bool transposeA, bool transposeB, int64_t m, int64_t n, int64_t k, float alpha, const float *a,
    int64_t strideA, const float *b, int64_t strideB, float beta, float *c, int64_t strideC) {
  begin_call();
  return dnnl_sgemm(
      transposeA ? 'T' : 'N', transposeB ? 'T' : 'N', m, n, k, alpha, a, strideA, b, strideB, beta,
      c, strideC);
}

/// Each set of instructions is a mask that holds the bits of those it extends.
static bool runs_on(dnnl_cpu_isa_t isa) {
#if defined(__x86_64__)
  begin_call();
  return (dnnl_get_effective_cpu_isa() & isa) == isa;
#else
  (void)isa;
  return false;
#endif
}

bool onednn_has_bf16(void) {
  return kernel_has_bf16() && runs_on(dnnl_cpu_isa_avx512_core_bf16);
}

bool onednn_has_amx(void) { return runs_on(dnnl_cpu_isa_avx512_core_amx); }

int onednn_isa(void) {
  begin_call();
  return (int)dnnl_get_effective_cpu_isa();
}

int onednn_version(void) {
  const dnnl_version_t *version = dnnl_version();
  return version->major * 10000 + version->minor * 100 + version->patch;
}
