/// A value on the tape: an activation or a parameter, with its gradient when one is wanted.
package final class Variable {
  package var value: Tensor
  let slot: GradientSlot?

  package convenience init(_ value: Tensor, requiresGradient: Bool = false) {
    self.init(value, requiresGradient: requiresGradient, gradientRows: nil)
  }

  /// - Parameter gradientRows: the only rows whose gradient is read; nil for all.
  init(_ value: Tensor, requiresGradient: Bool, gradientRows: Range<Int>?) {
    self.value = value
    slot = requiresGradient ? GradientSlot(rows: gradientRows, of: value.shape) : nil
  }

  package var requiresGradient: Bool { slot != nil }
  package var shape: [Int] { value.shape }

  /// The only rows whose gradient is read; nil for all, or where there is none.
  var gradientRows: Range<Int>? { slot?.rows }

  /// What backward passes have added up since it was last set to nil. An activation's is passed on
  /// and gone when backward returns; a leaf's stays.
  package var gradient: Tensor? {
    get { slot?.gradient }
    set { slot?.gradient = newValue }
  }
}
