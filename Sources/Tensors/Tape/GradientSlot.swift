/// Where the gradient of one value gathers while the tape runs backwards. Apart from the value, so
/// that an operation can hold on to the one without keeping the other.
final class GradientSlot {
  var gradient: Tensor?

  /// Hands the gradient over, leaving nothing: what has been passed on is freed.
  func take() -> Tensor? {
    defer { gradient = nil }
    return gradient
  }

  /// Adds a tensor of the value's shape.
  func accumulate(_ addend: Tensor) {
    guard gradient != nil else {
      gradient = addend
      return
    }
    addInto { sum in
      Threads.parallel(addend.count, grain: elementGrain) { range in
        Kernels.accumulate(
          1, addend.base + range.lowerBound, sum + range.lowerBound, range.count)
      }
    }
  }

  /// Lets `body` write the gradient: `isFresh` says that it must overwrite, else it adds.
  func write(
    _ shape: [Int], _ body: (_ sum: UnsafeMutablePointer<Float>, _ isFresh: Bool) -> Void
  ) {
    let isFresh = gradient == nil
    if isFresh { gradient = .uninitialized(shape) }
    addInto { body($0, isFresh) }
  }

  /// Lets `body` add to the gradient, which starts from zeros.
  func add(_ shape: [Int], _ body: (_ sum: UnsafeMutablePointer<Float>) -> Void) {
    if gradient == nil { gradient = .zeros(shape) }
    addInto(body)
  }

  private func addInto(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    // Taken out so that the buffer is this call's alone and is not copied.
    guard var sum = take() else { preconditionFailure("no gradient to add to") }
    body(sum.mutableBase)
    gradient = sum
  }
}
