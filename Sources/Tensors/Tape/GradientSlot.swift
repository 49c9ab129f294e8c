/// Where the gradient of one value is summed while the tape runs backwards. Separate from the
/// value, so that an operation can keep the one without the other.
final class GradientSlot {
  /// The rows of the value whose gradient is read: `gradient` holds only these. Nil for all.
  let rows: Range<Int>?
  private let allRows: Int
  var gradient: Tensor?

  init(rows: Range<Int>?, of shape: [Int]) {
    allRows = shape.first ?? 1
    self.rows = rows?.count == allRows ? nil : rows
  }

  /// Returns the gradient and clears the slot, so that what has been passed on is freed.
  func take() -> Tensor? {
    defer { gradient = nil }
    return gradient
  }

  /// Adds a tensor of the value's shape, or of its wanted rows alone.
  func accumulate(_ addend: Tensor) {
    let addend = wanted(of: addend)
    guard gradient != nil else {
      gradient = addend
      return
    }
    addInto { Kernels.accumulate(addend.base, into: $0, count: addend.count) }
    withExtendedLifetime(addend) {}
  }

  /// Lets `body` write the gradient: `isFresh` says that it must overwrite, else it adds. `shape`
  /// is the value's, or that of its wanted rows alone.
  func write(
    _ shape: [Int], _ body: (_ sum: UnsafeMutablePointer<Float>, _ isFresh: Bool) -> Void
  ) {
    guard isStored(shape) else {
      var whole = Tensor.uninitialized(shape)
      body(whole.mutableBase, true)
      return accumulate(whole)
    }
    let isFresh = gradient == nil
    if isFresh { gradient = .uninitialized(shape) }
    addInto { body($0, isFresh) }
  }

  /// Lets `body` add to the gradient, which starts from zeros; `shape` as for `write`.
  func add(_ shape: [Int], _ body: (_ sum: UnsafeMutablePointer<Float>) -> Void) {
    guard isStored(shape) else {
      var whole = Tensor.zeros(shape)
      body(whole.mutableBase)
      return accumulate(whole)
    }
    if gradient == nil { gradient = .zeros(shape) }
    addInto(body)
  }

  /// Lets `body` fill slots of all rows instead of those that want some, for an operation that
  /// writes whole operands. Slots that are one and the same stay so.
  static func whole(_ slots: [GradientSlot?], _ body: ([GradientSlot?]) -> Void) {
    var substitutes: [ObjectIdentifier: (slot: GradientSlot, whole: GradientSlot)] = [:]
    for case let slot? in slots where slot.rows != nil {
      substitutes[ObjectIdentifier(slot)] = (slot, GradientSlot(rows: nil, of: [slot.allRows]))
    }
    body(slots.map { slot in slot.flatMap { substitutes[ObjectIdentifier($0)]?.whole } ?? slot })
    for (slot, whole) in substitutes.values { whole.take().map(slot.accumulate) }
  }

  private func isStored(_ shape: [Int]) -> Bool { rows.map { $0.count == shape[0] } ?? true }

  private func wanted(of addend: Tensor) -> Tensor {
    guard let rows, !isStored(addend.shape) else { return addend }
    precondition(addend.shape[0] == allRows, "\(addend.shape) for \(rows) of \(allRows) rows")
    return addend.rows(rows)
  }

  private func addInto(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    // Taken out so that the buffer is this call's alone and is not copied.
    guard var sum = take() else { preconditionFailure("no gradient to add to") }
    body(sum.mutableBase)
    gradient = sum
  }
}
