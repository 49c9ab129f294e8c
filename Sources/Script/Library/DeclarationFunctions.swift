extension CoreFunctions {
  /// What may stand in a declaration's field besides a value.
  static let declarations: [Builtin] = [
    Builtin(
      "sweep", [Parameter("values", .elements)],
      doc: "tries each of the values for a field of a declaration, one after the other",
      example: "sweep([0.03, 0.1, 0.3])"
    ) { call in
      let points = try call.elements(0)
      guard !points.isEmpty else {
        throw Fault("a sweep needs one value at least", at: .argument(0))
      }
      for case .object(let object) in points where object is SweepValue {
        throw Fault(
          "a sweep holds no sweep", hint: "sweep two fields to try every pair", at: .argument(0))
      }
      return .object(SweepValue(points))
    }
  ]
}
