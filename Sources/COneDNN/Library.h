#pragma once

#if __has_include(<oneapi/dnnl/dnnl.h>)
#include <oneapi/dnnl/dnnl.h>
#else
#include <dnnl.h>
#endif

#if DNNL_VERSION_MAJOR < 2 || (DNNL_VERSION_MAJOR == 2 && DNNL_VERSION_MINOR < 6)
#error "oneDNN 2.6 or later is needed"
#endif

/// Precedes every use of the library: it then runs on the calling thread, on the path in use
/// (`ProcessorPath.h`).
void begin_call(void);

// What 3.0 changed, in the words of both: a layout is a value in 2.x and a handle in 3.x, and a
// matmul is described by its layouts alone.

#if DNNL_VERSION_MAJOR >= 3

typedef dnnl_memory_desc_t Layout;
typedef const_dnnl_memory_desc_t LayoutView;

static inline LayoutView view(const Layout *layout) { return *layout; }

static inline dnnl_status_t make_layout(
    Layout *layout, const dnnl_dims_t sizes, dnnl_data_type_t type, const dnnl_dims_t strides) {
  return dnnl_memory_desc_create_with_strides(layout, 2, sizes, type, strides);
}

static inline void drop_layout(Layout *layout) { dnnl_memory_desc_destroy(*layout); }

static inline dnnl_status_t append_sum(dnnl_post_ops_t operations) {
  return dnnl_post_ops_append_sum(operations, 1, 0, dnnl_data_type_undef);
}

static inline dnnl_status_t describe_matmul(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, const Layout *a, const Layout *b,
    const Layout *c, const_dnnl_primitive_attr_t attributes) {
  return dnnl_matmul_primitive_desc_create(description, engine, *a, *b, NULL, *c, attributes);
}

#else

typedef dnnl_memory_desc_t Layout;
typedef const dnnl_memory_desc_t *LayoutView;

static inline LayoutView view(const Layout *layout) { return layout; }

static inline dnnl_status_t make_layout(
    Layout *layout, const dnnl_dims_t sizes, dnnl_data_type_t type, const dnnl_dims_t strides) {
  return dnnl_memory_desc_init_by_strides(layout, 2, sizes, type, strides);
}

static inline void drop_layout(Layout *layout) { (void)layout; }

static inline dnnl_status_t append_sum(dnnl_post_ops_t operations) {
  return dnnl_post_ops_append_sum(operations, 1);
}

static inline dnnl_status_t describe_matmul(
    dnnl_primitive_desc_t *description, dnnl_engine_t engine, const Layout *a, const Layout *b,
    const Layout *c, const_dnnl_primitive_attr_t attributes) {
  dnnl_matmul_desc_t operation;
  dnnl_status_t status = dnnl_matmul_desc_init(&operation, a, b, NULL, c);
  if (status != dnnl_success) return status;
  return dnnl_primitive_desc_create(description, &operation, attributes, engine, NULL);
}

#endif
