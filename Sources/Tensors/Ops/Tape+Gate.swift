extension Tape {
  /// f(gate) · value, element by element (Shazeer 2020); both of one shape. f(gate) is made again
  /// for the gradient instead of being kept.
  package func gate(_ gate: Variable, by value: Variable, _ kind: Activation) -> Variable {
    precondition(gate.shape == value.shape, "\(gate.shape) · \(value.shape)")
    let (gates, values) = (gate.value, value.value)
    var result = Tensor.uninitialized(gate.shape)
    Kernels.gate(kind, gates.base, values.base, into: result.mutableBase, count: gates.count)
    return record(result, from: gate, value) { [gateSlot = gate.slot, valueSlot = value.slot] dy in
      var forGate = Tensor.uninitialized(dy.shape)
      var forValue = Tensor.uninitialized(dy.shape)
      Kernels.gateGradient(
        kind, gates.base, values.base, dy: dy.base, into: forGate.mutableBase,
        forValue.mutableBase, count: dy.count)
      gateSlot?.accumulate(forGate)
      valueSlot?.accumulate(forValue)
    }
  }
}
