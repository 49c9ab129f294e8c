#include "Processor.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

KernelPath kernel_path_in_use;
static KernelPath widest;
static int is_forced;
static const char *refused;

static KernelPath widest_of_processor(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4"))
    return __builtin_cpu_supports("avx512bf16") ? KernelAVX512BF16 : KernelAVX512;
  if (__builtin_cpu_supports("x86-64-v3")) return KernelAVX2;
#endif
  return KernelGeneric;
}

// Not by the loader, as ifuncs and target_clones are: it resolves those before there is an
// environment.
__attribute__((constructor)) static void choose_path(void) {
  kernel_path_in_use = widest = widest_of_processor();
  const char *name = getenv("PTS_CPU");
  if (!name || !*name) return;
  for (int path = KernelGeneric; path <= (int)widest; path++)
    if (strcmp(name, kernel_path_name((KernelPath)path)) == 0) {
      kernel_path_in_use = (KernelPath)path;
      is_forced = 1;
      return;
    }
  refused = name;
}

const char *kernel_path_name(KernelPath path) {
  switch (path) {
  case KernelGeneric: return "generic";
  case KernelAVX2: return "avx2";
  case KernelAVX512: return "avx512";
  case KernelAVX512BF16: return "avx512bf16";
  }
  return NULL;
}

KernelPath kernel_path(void) { return kernel_path_in_use; }
KernelPath kernel_widest_path(void) { return widest; }
int kernel_path_is_forced(void) { return is_forced; }
const char *kernel_refused_path(void) { return refused; }
int kernel_has_avx512(void) { return kernel_path_in_use >= KernelAVX512; }
int kernel_has_bf16(void) { return kernel_path_in_use >= KernelAVX512BF16; }
