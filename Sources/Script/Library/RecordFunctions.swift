extension CoreFunctions {
  /// What a record holds.
  static let records: [Builtin] = [
    Builtin(
      "keys", [Parameter("record", .record(.any))], doc: "the names in a record, in order",
      example: "keys({lr: 0.3, steps: 200})"
    ) { call in
      .list(try call.record(0).keys.map(Value.string))
    },
    Builtin(
      "values", [Parameter("record", .record(.any))], doc: "the values in a record, in order",
      example: "values({lr: 0.3, steps: 200})"
    ) { call in
      .list(try call.record(0).values)
    },
  ]
}
