extension CoreFunctions {
  /// `json`, `parse_json`.
  static let jsonFunctions: [Builtin] = [
    Builtin(
      "json", [Parameter("value")],
      doc: "One line of JSON, numbers in full precision; NaN and infinity have no JSON form.",
      example: "json({loss: 0.25, steps: [1, 2]})"
    ) { call in .string(try JSONWriter.text(call[0])) },
    Builtin(
      "parse_json", [Parameter("text", .string)],
      doc: "The value of a JSON text; `null` becomes `none`.",
      example: "parse_json(\"{\\\"a\\\": [1, 2]}\").a"
    ) { call in
      do {
        return try JSONReader.value(try call.string(0))
      } catch let fault as Fault {
        throw fault.at(.argument(0))
      }
    },
  ]
}
