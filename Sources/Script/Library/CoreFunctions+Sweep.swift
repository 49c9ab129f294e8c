extension CoreFunctions {
  /// `sweep`, for the fields of a declaration that can be swept.
  static let sweeps: [Builtin] = [
    Builtin(
      "sweep", [Parameter("points", .list(.any))],
      doc: "The values to try for a field of a declaration: one run for each point.",
      example: "sweep([0.03, 0.1, 0.3])"
    ) { call in
      let points = try call.list(0)
      guard !points.isEmpty else {
        throw Fault("`sweep` needs a point", hint: "such as sweep([0.03, 0.1])", at: .argument(0))
      }
      for case .object(let object) in points where object is SweepValue {
        throw Fault(
          "a sweep can't hold another sweep", hint: "sweep two fields to try every pair",
          at: .argument(0))
      }
      return .object(SweepValue(points))
    }
  ]
}
