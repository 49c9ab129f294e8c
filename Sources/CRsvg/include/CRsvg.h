#pragma once
#include <stddef.h>
#include <stdint.h>

// librsvg and the cairo beneath it, loaded by the first picture and not with the program: it brings
// some forty libraries, and most sessions draw no picture of pixels.

/// Why librsvg can't be loaded, or NULL once it is. Not to be called by two threads at once.
const char *crsvg_load(void);

/// A picture of pixels.
typedef struct crsvg_picture crsvg_picture;

/// Draws an SVG document, each of its units `scale` pixels long; NULL where that fails, the reason
/// then in `reason`, which has room for `size` bytes.
crsvg_picture *crsvg_draw(
  const uint8_t *svg, size_t count, double scale, char *reason, size_t size);

void crsvg_free(crsvg_picture *picture);

int crsvg_width(const crsvg_picture *picture);
int crsvg_height(const crsvg_picture *picture);

/// A row of `width` pixels from left to right: 0xAARRGGBB, the colours multiplied by A.
const uint32_t *crsvg_row(const crsvg_picture *picture, int y);

/// Gives the bytes of the picture as PNG to `write`, piece by piece; false where that fails.
int crsvg_png(
  const crsvg_picture *picture, void *context,
  void (*write)(void *context, const uint8_t *bytes, size_t count));
