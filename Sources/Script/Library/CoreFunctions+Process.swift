extension CoreFunctions {
  /// The script as a program: its input, its environment, its end, and time.
  static let process: [Builtin] = [
    Builtin(
      "input", [Parameter("prompt", .string, default: "")],
      doc: "The next line of the input, `none` at its end.",
      example: "let name = input(\"name? \")"
    ) { call in
      try call.host.readLine(prompt: call.string(0)).map(Value.string) ?? .none
    },
    Builtin(
      "env", [Parameter("name", .string), Parameter("default", default: .none)],
      doc: "A variable of the environment, or `default` where it isn't set.",
      example: "env(\"DATA\", \"reviews.csv\")"
    ) { call in
      try call.host.environmentVariable(call.string(0)).map(Value.string) ?? call[1]
    },
    Builtin(
      "exit", [Parameter("status", .integerIn(.between(0, 255)), default: 0)],
      doc: "Ends the program with a status; 0 says that all went well.",
      example: "if false { exit(1) }"
    ) { call in throw ScriptError.exit(Int32(try call.integer(0))) },
    Builtin(
      "sleep", [Parameter("seconds", .numberIn(.from(0)))], doc: "Waits; ^C ends it.",
      example: "sleep(0.01)"
    ) { call in
      try call.host.sleep(call.number(0))
      return .none
    },
    Builtin(
      "time", doc: "Seconds since 1970; the difference of two is how long something took.",
      example: "let start = time()\ntime() - start < 60"
    ) { call in .number(call.host.now) },
    Builtin(
      "now", doc: "The date and the time of day here: \"2026-03-01T09:30:00+01:00\".",
      example: "now().split(\"T\")[0]"
    ) { call in .string(call.host.localTime) },
  ]
}
