import CKernels

extension Tape {
  /// x / √(mean(x²) + epsilon) · (offset + scale) over stretches of scale's length W. x [M, H] with H a whole number
  /// of W (one head norm serves every head), scale [W] (Zhang & Sennrich 2019).
  package func rmsNorm(
    _ x: Variable, scale: Variable, offset: Float = 0, epsilon: Float
  ) -> Variable {
    let width = scale.value.count
    precondition(
      width > 0 && x.shape.last.map { $0 % width == 0 } == true, "\(x.shape) by \(width)")
    let rows = x.value.count / width
    let factor = offset == 0 ? scale.value : scale.value.shifted(by: offset)
    var result = Tensor.uninitialized(x.shape)
    var statistics = Tensor.uninitialized([rows])
    let out = result.mutableBase
    let roots = statistics.mutableBase
    let grain = rowGrain(width)
    Threads.parallel(rows, grain: grain) { range in
      for row in range {
        let (source, y) = (x.value.base + row * width, out + row * width)
        let mean = kernel_sum_of_squares(source, width) / Double(width)
        let inverse = Float(1 / (mean + Double(epsilon)).squareRoot())
        Kernels.multiply(source, factor.base, y, width)
        kernel_scale(inverse, y, width)
        roots[row] = inverse
      }
    }
    let (input, inverses) = (x.value, statistics)
    return record(result, from: x, scale) { [xSlot = x.slot, scaleSlot = scale.slot] dy in
      xSlot?.add(input.shape) { dx in
        Threads.parallel(rows, grain: grain) { range in
          var scaled = Tensor.uninitialized([width])
          let arriving = scaled.mutableBase
          for row in range {
            let (source, out) = (input.base + row * width, dx + row * width)
            let inverse = inverses.base[row]
            Kernels.multiply(dy.base + row * width, factor.base, arriving, width)
            let along = kernel_dot(arriving, source, width) / Double(width)
            let cube = Double(inverse) * Double(inverse) * Double(inverse)
            kernel_accumulate(inverse, arriving, out, width)
            kernel_accumulate(Float(-along * cube), source, out, width)
          }
          withExtendedLifetime(scaled) {}
        }
      }
      scaleSlot?.add([width]) { sums in
        Kernels.addPartials(sums, count: width, rows: rows) { range, partial in
          for row in range {
            Kernels.accumulateProduct(
              inverses.base[row], dy.base + row * width, input.base + row * width, partial, width)
          }
        }
      }
    }
  }
}

extension Tensor {
  fileprivate func shifted(by offset: Float) -> Tensor {
    var result = self
    result.withMutableValues { values in
      for index in values.indices { values[index] += offset }
    }
    return result
  }
}
