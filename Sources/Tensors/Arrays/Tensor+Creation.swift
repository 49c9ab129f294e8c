import Glibc
import Random

/// Tensors from numbers and ranges, with every size checked.
extension Tensor {
  /// The maximum of elements in a tensor of a script.
  static let elementLimit = 1 << 31

  /// Returns the element count of a shape that a user gave.
  @discardableResult
  package static func check(_ shape: [Int]) throws(TensorError) -> Int {
    var count = 1
    for extent in shape where extent < 0 { throw .negativeExtent(shape: shape) }
    guard !shape.contains(0) else { return 0 }
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow, product <= elementLimit else { throw .tooLarge(shape: shape) }
      count = product
    }
    guard BufferPool.bytes.live + count * 4 <= memoryLimit else { throw .tooLarge(shape: shape) }
    return count
  }

  /// Three quarters of the machine's memory: past that the kernel would kill the process.
  private static let memoryLimit =
    Int(sysconf(Int32(_SC_PHYS_PAGES))) / 4 * 3 * Int(sysconf(Int32(_SC_PAGESIZE)))

  package static func filled(_ value: Float, _ shape: [Int]) throws(TensorError) -> Tensor {
    try check(shape)
    return full(value, shape)
  }

  /// start, start + step, … up to but not including stop.
  package static func arange(
    _ start: Double, _ stop: Double, step: Double = 1
  ) throws(TensorError) -> Tensor {
    guard step != 0 else { throw .zeroStep(operation: "arange") }
    for value in [start, stop, step] where !value.isFinite {
      throw .notANumber(operation: "arange", value: value)
    }
    let length = max(0, ((stop - start) / step).rounded(.up))
    guard length <= Double(elementLimit) else { throw .tooLarge(shape: [Int(clamping: length)]) }
    return try generate([Int(length)]) { Float(start + Double($0) * step) }
  }

  /// `count` values from start to stop, both included.
  package static func linspace(
    _ start: Double, _ stop: Double, _ count: Int
  ) throws(TensorError) -> Tensor {
    for value in [start, stop] where !value.isFinite {
      throw .notANumber(operation: "linspace", value: value)
    }
    guard count > 1 else { return try filled(Float(start), [count]) }
    return try generate([count]) {
      $0 == count - 1 ? Float(stop) : Float(start + (stop - start) * Double($0) / Double(count - 1))
    }
  }

  package static func eye(_ rows: Int, _ columns: Int? = nil) throws(TensorError) -> Tensor {
    let columns = columns ?? rows
    return try generate([rows, columns]) { $0 / columns == $0 % columns ? 1 : 0 }
  }

  /// Uniform in [0, 1).
  package static func rand(
    _ shape: [Int], using random: inout RandomGenerator
  ) throws(TensorError) -> Tensor {
    try check(shape)
    return Tensor(shape: shape) { $0.fill { _ in random.uniform() } }
  }

  /// Standard normal.
  package static func randn(
    _ shape: [Int], using random: inout RandomGenerator
  ) throws(TensorError) -> Tensor {
    try check(shape)
    return Tensor(shape: shape) { $0.fill { _ in Float(random.normal()) } }
  }

  /// A tensor whose element i, in row-major order, is f(i).
  static func generate(_ shape: [Int], _ f: (Int) -> Float) throws(TensorError) -> Tensor {
    try check(shape)
    return Tensor(shape: shape) { $0.fill(with: f) }
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// Element i becomes f(i); the rest stays as it is once the work is given up.
  @inline(__always)
  fileprivate func fill(with f: (Int) -> Float) {
    for index in indices {
      if index & 0xFFFFF == 0, Interrupt.isRaised { return }
      self[index] = f(index)
    }
  }
}

extension Int {
  fileprivate init(clamping value: Double) {
    self = value >= 0x1p62 ? Int.max : Int(value)
  }
}
