/// The methods of records; a field of the same name goes first.
enum RecordMethods {
  static let all: [Builtin] = [
    method("keys", doc: "Its names, in order.", example: "{a: 1}.keys()") { record, _ in
      .list(record.keys.map(Value.string))
    },
    method("values", doc: "Its values, in order.", example: "{a: 1}.values()") { record, _ in
      .list(record.values)
    },
    method(
      "has", [Parameter("name", .string)], doc: "Whether it has such a name.",
      example: "{a: 1}.has(\"a\")"
    ) { record, call in .bool(record[try call.string(0)] != nil) },
    method(
      "get", [Parameter("name", .string), Parameter("default", default: .none)],
      doc: "The value of a name, or the default.", example: "{a: 1}.get(\"b\", 0)"
    ) { record, call in record[try call.string(0)] ?? call[1] },
    method(
      "merge", [Parameter("other", .record(.any))],
      doc: "With the names of another record, whose values override.",
      example: "{a: 1}.merge({b: 2})"
    ) { record, call in
      var merged = record
      for (name, value) in try call.record(0) { merged[name] = value }
      return .record(merged)
    },
    method(
      "without", [.rest("names", .string)], doc: "Without some names.",
      example: "{a: 1, b: 2}.without(\"a\")"
    ) { record, call in
      var rest = record
      for case .string(let name) in try call.list(0) { rest.remove(name) }
      return .record(rest)
    },
  ]

  private static func method(
    _ name: String, _ parameters: [Parameter] = [], doc: String, example: String,
    body: @escaping @Sendable (Record, Call) throws -> Value
  ) -> Builtin {
    Builtin(name, parameters, doc: doc, example: example) { call in
      guard case .record(let record) = call.receiver else {
        throw Fault("`\(name)` is a method of records")
      }
      return try body(record, call)
    }
  }
}
