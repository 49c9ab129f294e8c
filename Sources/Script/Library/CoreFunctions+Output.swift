extension CoreFunctions {
  /// `print`, `show`, `clear_output`, `warn`, `error`.
  static let output: [Builtin] = [
    Builtin(
      "print", [.rest("values"), Parameter("sep", .string, default: " "), end],
      doc: "Writes values to standard output, separated by `sep`.",
      example: "print(\"loss\", 0.25)"
    ) { call in
      call.host.write(try line(call))
      return .none
    },
    Builtin(
      "show", [.rest("values")],
      doc: "Displays values in the middle of a cell as its last expression is displayed.",
      example: "show([0.5, 0.25])"
    ) { call in
      for value in try call.list(0) { call.host.display(value) }
      return .none
    },
    Builtin(
      "clear_output", [Parameter("wait", .bool, default: .bool(false))],
      doc: "Clears what the cell has put out so far; `wait: true` does so at the next output.",
      example: "for i in 1..3 { clear_output(wait: true); print(\"round\", i) }"
    ) { call in
      call.host.clearOutput(waits: try call.bool(0))
      return .none
    },
    Builtin(
      "warn", [.rest("values"), Parameter("sep", .string, default: " "), end],
      doc: "Writes values to standard error.", example: "warn(\"few rows:\", 12)"
    ) { call in
      call.host.warn(try line(call))
      return .none
    },
    Builtin(
      "error", [Parameter("message", .any), Parameter("hint", .string, default: .none)],
      doc: "Stops the script with a message.",
      example: "fn half(x) { if x % 2 != 0 { error(\"\\(x) is odd\") }; x / 2 }\nhalf(4)"
    ) { call in
      let hint = call.has(1) ? try call.string(1) : nil
      // A caught error is raised again as it was.
      if case .record(let error) = call[0], case .string(let message)? = error["message"] {
        var old: String?
        if case .string(let text)? = error["hint"] { old = text }
        throw Fault(message, hint: hint ?? old)
      }
      throw Fault(call[0].text, hint: hint)
    },
  ]

  private static let end = Parameter("end", .string, default: "\n")

  private static func line(_ call: Call) throws -> String {
    try call.list(0).map(\.text).joined(separator: call.string(1)) + call.string(2)
  }
}
