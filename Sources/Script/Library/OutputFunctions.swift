extension CoreFunctions {
  /// What a script tells the person or the program that runs it.
  static let output: [Builtin] = [
    Builtin(
      "print",
      [
        .rest("values"), Parameter("sep", .string, default: " "),
        Parameter("end", .string, default: "\n"),
      ],
      doc: "writes values to standard output, with spaces between them and a line break after",
      example: "print(\"loss\", 0.25)"
    ) { call in
      call.host.write(try line(call))
      return .none
    },
    Builtin(
      "warn",
      [
        .rest("values"), Parameter("sep", .string, default: " "),
        Parameter("end", .string, default: "\n"),
      ],
      doc: "writes values to standard error, where they don't mix with results",
      example: "warn(\"only 12 rows\")"
    ) { call in
      call.host.warn(try line(call))
      return .none
    },
    Builtin(
      "error", [Parameter("message")],
      doc: "stops the script with a message of its own",
      example:
        "fn half(n) {\n  if n % 2 == 1 { error(\"\\(n) is odd\") }\n  return n / 2\n}\nhalf(8)"
    ) { call in
      throw Fault(call[0].text)
    },
    Builtin(
      "time", doc: "the seconds since 1970, to measure how long something takes",
      example: "let start = time()\nprint(time() - start < 60)"
    ) { call in
      .number(call.host.now)
    },
  ]

  private static func line(_ call: Call) throws -> String {
    let separator = try call.string(1)
    var text = ""
    for (index, value) in try call.list(0).enumerated() {
      if index > 0 { text += separator }
      text += value.text
      try Limits.checkString(text.utf8.count)
    }
    return text + (try call.string(2))
  }
}
