/// A value on the tape: an activation or a parameter, with its gradient when one is wanted.
package final class Variable {
  package var value: Tensor
  let slot: GradientSlot?

  package init(_ value: Tensor, requiresGradient: Bool = false) {
    self.value = value
    slot = requiresGradient ? GradientSlot() : nil
  }

  package var requiresGradient: Bool { slot != nil }
  package var shape: [Int] { value.shape }

  /// What backward passes have added up since it was last set to nil. An activation's is passed on
  /// and gone when backward returns; a leaf's stays.
  package var gradient: Tensor? {
    get { slot?.gradient }
    set { slot?.gradient = newValue }
  }
}
