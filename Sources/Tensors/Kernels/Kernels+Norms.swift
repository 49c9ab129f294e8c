import CKernels

/// Norms of rows: x, y, dx and dy [m, n], scale and shift [n], mean and rstd [m].
extension Kernels {
  /// y = (x − mean) · rstd · scale + shift; mean and rstd are kept for the gradient.
  static func layerNorm(
    _ x: Input, scale: Input, shift: Input, epsilon: Float, into y: Output, mean: Output,
    rstd: Output, rows m: Int, width n: Int
  ) {
    Threads.parallel(m, grain: rowGrain(n)) {
      let (row, offset) = ($0.lowerBound, $0.lowerBound * n)
      kernel_layer_norm(
        x + offset, scale, shift, epsilon, y + offset, mean + row, rstd + row, $0.count, n)
    }
  }

  /// dx = the gradient through the norm, or added to dx.
  static func layerNormGradient(
    _ x: Input, scale: Input, mean: Input, rstd: Input, dy: Input, into dx: Output, adds: Bool,
    rows m: Int, width n: Int
  ) {
    Threads.parallel(m, grain: rowGrain(n)) {
      let (row, offset) = ($0.lowerBound, $0.lowerBound * n)
      kernel_layer_norm_gradient(
        x + offset, scale, mean + row, rstd + row, dy + offset, dx + offset, adds ? 1 : 0, nil, nil,
        $0.count, n)
    }
  }

  /// sums [2, n] += the gradients of scale and of shift.
  static func addLayerNormWeightGradients(
    _ x: Input, scale: Input, mean: Input, rstd: Input, dy: Input, into sums: Output, rows m: Int,
    width n: Int
  ) {
    addPartials(sums, count: 2 * n, rows: m) { rows, partial in
      let (row, offset) = (rows.lowerBound, rows.lowerBound * n)
      kernel_layer_norm_gradient(
        x + offset, scale, mean + row, rstd + row, dy + offset, nil, 0, partial, partial + n,
        rows.count, n)
    }
  }

  /// y = x · rstd · scale with rstd = 1 / √(mean(x²) + epsilon), kept for the gradient.
  static func rmsNorm(
    _ x: Input, scale: Input, epsilon: Float, into y: Output, rstd: Output, rows m: Int,
    width n: Int
  ) {
    Threads.parallel(m, grain: rowGrain(n)) {
      let (row, offset) = ($0.lowerBound, $0.lowerBound * n)
      kernel_rms_norm(x + offset, scale, epsilon, y + offset, rstd + row, $0.count, n)
    }
  }

  /// dx = the gradient through the norm, or added to dx.
  static func rmsNormGradient(
    _ x: Input, scale: Input, rstd: Input, dy: Input, into dx: Output, adds: Bool, rows m: Int,
    width n: Int
  ) {
    Threads.parallel(m, grain: rowGrain(n)) {
      let (row, offset) = ($0.lowerBound, $0.lowerBound * n)
      kernel_rms_norm_gradient(
        x + offset, scale, rstd + row, dy + offset, dx + offset, adds ? 1 : 0, $0.count, n)
    }
  }

  /// sums [n] += the gradient of scale.
  static func addRMSNormScaleGradient(
    _ x: Input, rstd: Input, dy: Input, into sums: Output, rows m: Int, width n: Int
  ) {
    addPartials(sums, count: n, rows: m) { rows, partial in
      let offset = rows.lowerBound * n
      kernel_rms_norm_scale_gradient(
        x + offset, rstd + rows.lowerBound, dy + offset, partial, rows.count, n)
    }
  }
}
