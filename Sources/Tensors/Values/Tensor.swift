/// A row-major, contiguous f32 array of any rank; a value over shared storage, copied on write.
///
/// It is what the whole target is about. Each folder uses the ones above it in this table alone:
///
/// | folder | what it has |
/// | --- | --- |
/// | `Values` | tensors and their memory, random numbers |
/// | `Kernels` | every call of C, and the threads that divide its work; plain loops in `Reference` |
/// | `Arrays` | what scripts do with tensors, and what optimizers do in place |
/// | `Tape` | variables, their gradients, and the record of operations that runs backwards |
/// | `Weights` | frozen matrices in any format, and the weights that layers are made of |
/// | `Ops` | one operation a file, forward and gradient side by side |
package struct Tensor: Sendable {
  package let shape: [Int]
  package let count: Int
  private var storage: TensorStorage

  private init(shape: [Int], count: Int, storage: TensorStorage) {
    self.shape = shape
    self.count = count
    self.storage = storage
  }

  /// - Precondition: the product of `shape` is `values.count`.
  package init(_ values: [Float], shape: [Int]) {
    self = .uninitialized(shape)
    precondition(values.count == count, "\(values.count) values for shape \(shape)")
    values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      storage.pointer.update(from: base, count: count)
    }
  }

  /// A tensor whose values `fill` writes, all of them.
  package init(
    shape: [Int], filledBy fill: (UnsafeMutableBufferPointer<Float>) throws -> Void
  ) rethrows {
    self = .uninitialized(shape)
    try fill(UnsafeMutableBufferPointer(start: storage.pointer, count: count))
  }

  /// Values in memory that `owner` holds (a mapped file): read there, copied when written.
  package init(borrowing memory: UnsafePointer<Float>, shape: [Int], owner: AnyObject) {
    self.init(
      shape: shape, count: Tensor.elementCount(shape),
      storage: TensorStorage(borrowing: memory, owner: owner))
  }

  package static func zeros(_ shape: [Int]) -> Tensor { full(0, shape) }

  package static func full(_ value: Float, _ shape: [Int]) -> Tensor {
    let result = uninitialized(shape)
    result.storage.pointer.update(repeating: value, count: result.count)
    return result
  }

  package static func uninitialized(_ shape: [Int]) -> Tensor {
    let count = elementCount(shape)
    return Tensor(shape: shape, count: count, storage: TensorStorage(count: count))
  }

  package static func scalar(_ value: Float) -> Tensor { Tensor([value], shape: []) }

  package var values: [Float] { withValues { Array($0) } }
  package var rank: Int { shape.count }

  package func withValues<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    try withExtendedLifetime(storage) {
      try body(UnsafeBufferPointer(start: storage.pointer, count: count))
    }
  }

  package mutating func withMutableValues<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    let start = mutableBase
    defer { withExtendedLifetime(storage) {} }
    return try body(UnsafeMutableBufferPointer(start: start, count: count))
  }

  /// - Precondition: the same number of elements.
  package func reshaped(_ shape: [Int]) -> Tensor {
    precondition(Tensor.elementCount(shape) == count, "\(self.shape) can't become \(shape)")
    return Tensor(shape: shape, count: count, storage: storage)
  }

  /// Where the values begin, valid while this tensor is alive.
  var base: UnsafePointer<Float> { UnsafePointer(storage.pointer) }

  /// Where the values begin, for writing: this tensor's alone.
  var mutableBase: UnsafeMutablePointer<Float> {
    mutating get {
      if !isKnownUniquelyReferenced(&storage) || storage.isBorrowed {
        let copy = TensorStorage(count: count)
        copy.pointer.update(from: storage.pointer, count: count)
        storage = copy
      }
      return storage.pointer
    }
  }

  /// - Precondition: no negative extent, and a product that fits.
  static func elementCount(_ shape: [Int]) -> Int {
    var count = 1
    for extent in shape {
      precondition(extent >= 0, "negative extent in \(shape)")
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      precondition(!overflow && product <= Int.max / 8, "\(shape) has too many elements")
      count = product
    }
    return count
  }
}

extension Tensor: Equatable {
  /// Same shape and same values (NaN differs from itself, as in IEEE 754).
  package static func == (a: Tensor, b: Tensor) -> Bool {
    a.shape == b.shape && a.withValues { a in b.withValues { b in a.elementsEqual(b) } }
  }
}
