import CKernels

extension Tape {
  /// f(gate) · value, element by element (Shazeer 2020); both of one shape. f(gate) is made again for the
  /// gradient instead of being kept.
  package func gate(_ gate: Variable, by value: Variable, _ kind: Activation) -> Variable {
    precondition(gate.shape == value.shape, "\(gate.shape) · \(value.shape)")
    let (gates, values) = (gate.value, value.value)
    var result = Tensor.uninitialized(gate.shape)
    let out = result.mutableBase
    Threads.parallel(gates.count, grain: elementGrain) { range in
      let start = range.lowerBound
      kernel_gate(
        kind.kernel, gates.base + start, values.base + start, out + start, range.count)
    }
    return record(result, from: gate, value) { [gateSlot = gate.slot, valueSlot = value.slot] dy in
      var forGate = Tensor.uninitialized(dy.shape)
      var forValue = Tensor.uninitialized(dy.shape)
      let (dGate, dValue) = (forGate.mutableBase, forValue.mutableBase)
      Threads.parallel(dy.count, grain: elementGrain) { range in
        let start = range.lowerBound
        kernel_gate_gradient(
          kind.kernel, gates.base + start, values.base + start, dy.base + start, dGate + start,
          dValue + start, range.count)
      }
      gateSlot?.accumulate(forGate)
      valueSlot?.accumulate(forValue)
    }
  }
}
