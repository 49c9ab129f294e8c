#include "COneDNN.h"
#include "Library.h"

#include <pthread.h>

// A matmul primitive whose sizes and strides are given with each call serves every shape, so there
// are as many as there are forms of the product, each created at its first use and kept.

typedef struct {
  bool transposeA, transposeB, adds;
} Form;

typedef struct {
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
} Product;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static dnnl_engine_t engine;
static dnnl_stream_t stream;
static Product products[8];

/// A matrix as the product sees it: [rows, columns] after the transposition.
static dnnl_status_t describe(
    Layout *layout, dnnl_data_type_t type, bool transposed, int64_t rows, int64_t columns,
    int64_t stride) {
  dnnl_dims_t sizes = {rows, columns};
  dnnl_dims_t strides = {transposed ? 1 : stride, transposed ? stride : 1};
  return make_layout(layout, sizes, type, strides);
}

static dnnl_status_t make_attributes(Form form, dnnl_primitive_attr_t *attributes) {
  dnnl_status_t status = dnnl_primitive_attr_create(attributes);
  if (status != dnnl_success) return status;
  // The library's own scratchpad belongs to the thread that made the primitive.
  status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
  if (status == dnnl_success && form.adds) {
    dnnl_post_ops_t operations;
    status = dnnl_post_ops_create(&operations);
    if (status == dnnl_success) {
      status = append_sum(operations);
      if (status == dnnl_success)
        status = dnnl_primitive_attr_set_post_ops(*attributes, operations);
      dnnl_post_ops_destroy(operations);
    }
  }
  if (status != dnnl_success) dnnl_primitive_attr_destroy(*attributes);
  return status;
}

static dnnl_status_t describe_product(Form form, dnnl_primitive_desc_t *description) {
  const int64_t any = DNNL_RUNTIME_DIM_VAL;
  dnnl_primitive_attr_t attributes;
  dnnl_status_t status = make_attributes(form, &attributes);
  if (status != dnnl_success) return status;
  Layout a, b, c;
  if ((status = describe(&a, dnnl_bf16, form.transposeA, any, any, any)) == dnnl_success) {
    if ((status = describe(&b, dnnl_bf16, form.transposeB, any, any, any)) == dnnl_success) {
      if ((status = describe(&c, dnnl_f32, false, any, any, any)) == dnnl_success) {
        status = describe_matmul(description, engine, &a, &b, &c, attributes);
        drop_layout(&c);
      }
      drop_layout(&b);
    }
    drop_layout(&a);
  }
  dnnl_primitive_attr_destroy(attributes);
  return status;
}

static dnnl_status_t make_product(Form form, Product *product) {
  dnnl_status_t status = dnnl_success;
  if (!engine) status = dnnl_engine_create(&engine, dnnl_cpu, 0);
  if (status == dnnl_success && !stream)
    status = dnnl_stream_create(&stream, engine, dnnl_stream_default_flags);
  if (status == dnnl_success) status = describe_product(form, &product->description);
  if (status != dnnl_success) return status;
  status = dnnl_primitive_create(&product->primitive, product->description);
  if (status != dnnl_success) dnnl_primitive_desc_destroy(product->description);
  return status;
}

static dnnl_status_t find_product(Form form, Product *found) {
  size_t index = form.transposeA | form.transposeB << 1 | form.adds << 2;
  dnnl_status_t status = dnnl_success;
  pthread_mutex_lock(&lock);
  if (!products[index].primitive) {
    Product product = {0};
    status = make_product(form, &product);
    if (status == dnnl_success) products[index] = product;
  }
  *found = products[index];
  pthread_mutex_unlock(&lock);
  return status;
}

typedef struct {
  int role;
  dnnl_data_type_t type;
  bool transposed;
  int64_t rows, columns, stride;
  const void *values;
} Matrix;

static dnnl_status_t wrap(const Matrix *matrix, dnnl_exec_arg_t *argument) {
  Layout layout;
  dnnl_status_t status = describe(
      &layout, matrix->type, matrix->transposed, matrix->rows, matrix->columns, matrix->stride);
  if (status != dnnl_success) return status;
  argument->arg = matrix->role;
  // The library takes the same pointer for what it reads as for what it writes.
  status = dnnl_memory_create(
      &argument->memory, view(&layout), engine, (void *)(uintptr_t)matrix->values);
  drop_layout(&layout);
  return status;
}

static dnnl_status_t add_scratchpad(const Product *product, dnnl_exec_arg_t *argument) {
  argument->arg = DNNL_ARG_SCRATCHPAD;
  return dnnl_memory_create(
      &argument->memory,
      dnnl_primitive_desc_query_md(product->description, dnnl_query_scratchpad_md, 0), engine,
      DNNL_MEMORY_ALLOCATE);
}

static dnnl_status_t run(Form form, const Matrix matrices[3]) {
  begin_call();
  Product product;
  dnnl_status_t status = find_product(form, &product);
  dnnl_exec_arg_t arguments[4];
  int count = 0;
  while (count < 4 && status == dnnl_success) {
    status = count < 3 ? wrap(&matrices[count], &arguments[count])
                       : add_scratchpad(&product, &arguments[count]);
    if (status == dnnl_success) count += 1;
  }
  if (status == dnnl_success)
    status = dnnl_primitive_execute(product.primitive, stream, count, arguments);
  if (status == dnnl_success) status = dnnl_stream_wait(stream);
  while (count > 0) dnnl_memory_destroy(arguments[--count].memory);
  return status;
}

int onednn_gemm_bf16(
    bool transposeA, bool transposeB, int64_t m, int64_t n, int64_t k, const uint16_t *a,
    int64_t strideA, const uint16_t *b, int64_t strideB, bool adds, float *c, int64_t strideC) {
  return run(
      (Form){transposeA, transposeB, adds},
      (Matrix[3]){
          {DNNL_ARG_SRC, dnnl_bf16, transposeA, m, k, strideA, a},
          {DNNL_ARG_WEIGHTS, dnnl_bf16, transposeB, k, n, strideB, b},
          {DNNL_ARG_DST, dnnl_f32, false, m, n, strideC, c},
      });
}
