extension CoreFunctions {
  /// Functions of records.
  static let records: [Builtin] = [
    Builtin(
      "keys", [record], doc: "The names of a record, in order.", example: "keys({a: 1, b: 2})"
    ) { call in .list(try call.record(0).keys.map(Value.string)) },
    Builtin(
      "values", [record], doc: "The values of a record, in order.", example: "values({a: 1, b: 2})"
    ) { call in .list(try call.record(0).values) },
    Builtin(
      "has", [record, name], doc: "Whether a record has a name.", example: "{a: 1}.has(\"a\")"
    ) { call in .bool(try call.record(0)[try call.string(1)] != nil) },
    Builtin(
      "get", [record, name, Parameter("default", default: .none)],
      doc: "The value of a name in a record, or the default.", example: "{a: 1}.get(\"b\", 0)"
    ) { call in try call.record(0)[try call.string(1)] ?? call[2] },
    Builtin(
      "merge", [record, Parameter("other", .record(.any))],
      doc: "A record with the names of another, whose values override.",
      example: "{a: 1}.merge({b: 2})"
    ) { call in
      var merged = try call.record(0)
      for (name, value) in try call.record(1) { merged[name] = value }
      return .record(merged)
    },
    Builtin(
      "without", [record, .rest("names", .string)], doc: "A record without some names.",
      example: "{a: 1, b: 2}.without(\"a\")"
    ) { call in
      var rest = try call.record(0)
      for case .string(let name) in try call.list(1) { rest.remove(name) }
      return .record(rest)
    },
  ]

  private static let record = Parameter("record", .record(.any))
  private static let name = Parameter("name", .string)
}
