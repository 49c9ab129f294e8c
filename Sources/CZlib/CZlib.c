#include "CZlib.h"

// 16 more than the window's bits: a gzip header and trailer, whose checksum is checked.
int czlib_begin_gzip(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
