#pragma once
#include <zlib.h>

// zlib's inflate for gzip files. `inflateInit2` is a macro, which Swift can't call.

/// Begins to inflate members of a gzip file; returns Z_OK or zlib's error.
int czlib_begin_gzip(z_stream *stream);
