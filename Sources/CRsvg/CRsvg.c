#include "CRsvg.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Names and layouts of the interfaces of librsvg 2.46 and cairo 1, which are fixed: their headers
// are not needed to build.

typedef struct RsvgHandle RsvgHandle;
typedef struct cairo_t cairo_t;
typedef struct cairo_surface_t cairo_surface_t;
typedef struct {
  double x, y, width, height;
} RsvgRectangle;
typedef struct {
  uint32_t domain;
  int code;
  char *message;
} GError;

enum { FORMAT_ARGB32 = 0, SUCCESS = 0 };

/// Pixels along a side.
enum { LARGEST = 16384 };

static struct {
  RsvgHandle *(*handle_new)(const uint8_t *, size_t, GError **);
  int (*intrinsic_size)(RsvgHandle *, double *, double *);
  int (*render)(RsvgHandle *, cairo_t *, const RsvgRectangle *, GError **);
  void (*unref)(void *);
  void (*error_free)(GError *);
  cairo_surface_t *(*surface_new)(int, int, int);
  int (*surface_status)(cairo_surface_t *);
  void (*surface_flush)(cairo_surface_t *);
  void (*surface_destroy)(cairo_surface_t *);
  uint8_t *(*surface_data)(cairo_surface_t *);
  int (*surface_stride)(cairo_surface_t *);
  int (*write_png)(cairo_surface_t *, int (*)(void *, const uint8_t *, unsigned), void *);
  cairo_t *(*cairo_new)(cairo_surface_t *);
  void (*cairo_destroy)(cairo_t *);
  int (*cairo_status)(cairo_t *);
} lib;

struct crsvg_picture {
  cairo_surface_t *surface;
  int width, height;
};

const char *crsvg_load(void) {
  static char reason[256];
  static int is_loaded;
  if (is_loaded) return NULL;
  void *library = dlopen("librsvg-2.so.2", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(reason, sizeof(reason), "%s", dlerror());
    return reason;
  }
  // The lookup continues in the libraries that librsvg was linked with: cairo and GObject.
  const struct {
    void *place;
    const char *name;
  } functions[] = {
    {&lib.handle_new, "rsvg_handle_new_from_data"},
    {&lib.intrinsic_size, "rsvg_handle_get_intrinsic_size_in_pixels"},
    {&lib.render, "rsvg_handle_render_document"},
    {&lib.unref, "g_object_unref"},
    {&lib.error_free, "g_error_free"},
    {&lib.surface_new, "cairo_image_surface_create"},
    {&lib.surface_status, "cairo_surface_status"},
    {&lib.surface_flush, "cairo_surface_flush"},
    {&lib.surface_destroy, "cairo_surface_destroy"},
    {&lib.surface_data, "cairo_image_surface_get_data"},
    {&lib.surface_stride, "cairo_image_surface_get_stride"},
    {&lib.write_png, "cairo_surface_write_to_png_stream"},
    {&lib.cairo_new, "cairo_create"},
    {&lib.cairo_destroy, "cairo_destroy"},
    {&lib.cairo_status, "cairo_status"},
  };
  for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
    void *function = dlsym(library, functions[i].name);
    if (function == NULL) {
      snprintf(reason, sizeof(reason), "librsvg is too old: it has no %s", functions[i].name);
      return reason;
    }
    memcpy(functions[i].place, &function, sizeof(function));
  }
  is_loaded = 1;
  return NULL;
}

/// Draws on a new surface; NULL and a reason where that fails.
static cairo_surface_t *drawn(
  RsvgHandle *handle, int width, int height, char *reason, size_t size) {
  cairo_surface_t *surface = lib.surface_new(FORMAT_ARGB32, width, height);
  cairo_t *cairo = lib.cairo_new(surface);
  const RsvgRectangle all = {0, 0, width, height};
  GError *error = NULL;
  int is_drawn = lib.render(handle, cairo, &all, &error);
  if (error != NULL) {
    snprintf(reason, size, "%s", error->message);
    lib.error_free(error);
  } else if (lib.cairo_status(cairo) != SUCCESS || lib.surface_status(surface) != SUCCESS) {
    snprintf(reason, size, "cairo has no memory for %d × %d pixels", width, height);
    is_drawn = 0;
  }
  lib.cairo_destroy(cairo);
  if (is_drawn) {
    lib.surface_flush(surface);
    return surface;
  }
  lib.surface_destroy(surface);
  return NULL;
}

crsvg_picture *crsvg_draw(
  const uint8_t *svg, size_t count, double scale, char *reason, size_t size) {
  snprintf(reason, size, "librsvg can't draw it");
  GError *error = NULL;
  RsvgHandle *handle = lib.handle_new(svg, count, &error);
  if (handle == NULL) {
    if (error != NULL) {
      snprintf(reason, size, "%s", error->message);
      lib.error_free(error);
    }
    return NULL;
  }
  crsvg_picture *picture = NULL;
  double width = 0, height = 0;
  if (!lib.intrinsic_size(handle, &width, &height)) {
    snprintf(reason, size, "the document has no size in pixels");
  } else {
    width *= scale, height *= scale;
    if (!(width >= 1 && width <= LARGEST && height >= 1 && height <= LARGEST)) {
      snprintf(reason, size, "it would have more than %d pixels along a side", LARGEST);
    } else {
      const int columns = (int)(width + 0.5), rows = (int)(height + 0.5);
      cairo_surface_t *surface = drawn(handle, columns, rows, reason, size);
      if (surface != NULL && (picture = malloc(sizeof(*picture))) != NULL) {
        *picture = (crsvg_picture){surface, columns, rows};
      } else if (surface != NULL) {
        lib.surface_destroy(surface);
      }
    }
  }
  lib.unref(handle);
  return picture;
}

void crsvg_free(crsvg_picture *picture) {
  lib.surface_destroy(picture->surface);
  free(picture);
}

int crsvg_width(const crsvg_picture *picture) { return picture->width; }
int crsvg_height(const crsvg_picture *picture) { return picture->height; }

const uint32_t *crsvg_row(const crsvg_picture *picture, int y) {
  const uint8_t *data = lib.surface_data(picture->surface);
  return (const uint32_t *)(data + (size_t)y * (size_t)lib.surface_stride(picture->surface));
}

typedef struct {
  void *context;
  void (*write)(void *, const uint8_t *, size_t);
} Receiver;

static int received(void *closure, const uint8_t *bytes, unsigned count) {
  const Receiver *receiver = closure;
  receiver->write(receiver->context, bytes, count);
  return SUCCESS;
}

int crsvg_png(
  const crsvg_picture *picture, void *context,
  void (*write)(void *context, const uint8_t *bytes, size_t count)) {
  Receiver receiver = {context, write};
  return lib.write_png(picture->surface, received, &receiver) == SUCCESS;
}
