/// The methods of records; a field of the same name hides one, `keys(record)` is never hidden.
enum RecordMethods {
  static let all: [Builtin] = [
    Builtin("keys", doc: "the names in the record, in order", example: "{lr: 0.3}.keys()") { call in
      .list(call.receiverRecord.keys.map(Value.string))
    },
    Builtin("values", doc: "the values in the record, in order", example: "{lr: 0.3}.values()") {
      .list($0.receiverRecord.values)
    },
    Builtin(
      "has", [Parameter("name", .string)], doc: "whether the record has the name",
      example: "{lr: 0.3}.has(\"steps\")"
    ) { call in
      .bool(call.receiverRecord[try call.string(0)] != nil)
    },
    Builtin(
      "get", [Parameter("name", .string), Parameter("default", default: .none)],
      doc: "the name's value, or the default where the record lacks it",
      example: "{lr: 0.3}.get(\"steps\", 100)"
    ) { call in
      call.receiverRecord[try call.string(0)] ?? call[1]
    },
    Builtin(
      "merge", [Parameter("other", .record(.any))],
      doc: "a record of both; where both have a name, the other's value wins",
      example: "{lr: 0.3, steps: 200}.merge({lr: 0.1})"
    ) { call in
      var record = call.receiverRecord
      for (name, value) in try call.record(0) { record[name] = value }
      return .record(record)
    },
    Builtin(
      "without", [.rest("names", .string)], doc: "the record less these names",
      example: "{lr: 0.3, steps: 200}.without(\"steps\")"
    ) { call in
      var record = call.receiverRecord
      for case .string(let name) in try call.list(0) { record.remove(name) }
      return .record(record)
    },
  ]
}
