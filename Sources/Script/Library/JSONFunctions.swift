extension CoreFunctions {
  /// Values as text for other programs, and back.
  static let json: [Builtin] = [
    Builtin(
      "json", [Parameter("value")],
      doc: "the value as one line of JSON, numbers in full precision; nan and inf are refused",
      example: "json({label: \"good\", scores: [0.9, 0.1]})"
    ) { call in
      .string(try JSONWriter.text(call[0]))
    },
    Builtin(
      "parse_json", [Parameter("text", .string)],
      doc: "the value that a JSON text holds; null becomes none",
      example: "parse_json(\"[1, 2]\")[1]"
    ) { call in
      try JSONReader.value(call.string(0))
    },
  ]
}
