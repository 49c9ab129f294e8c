import Diagnostics

extension CoreFunctions {
  /// `read_text`, `read_lines`, `write_text`, `time`; paths are relative to the script.
  static let files: [Builtin] = [
    Builtin(
      "read_text", [Parameter("path", .string)], doc: "The text of a UTF-8 file.",
      example: "write_text(\"note.txt\", \"hi\")\nread_text(\"note.txt\")"
    ) { call in .string(try text(call)) },
    Builtin(
      "read_lines", [Parameter("path", .string)], doc: "The lines of a UTF-8 file.",
      example: "write_text(\"note.txt\", \"a\\nb\")\nread_lines(\"note.txt\")"
    ) { call in .list(lines(of: try text(call)).map(Value.string)) },
    Builtin(
      "write_text", [Parameter("path", .string), Parameter("text", .string)],
      doc: "Writes a text to a file, replacing its contents.",
      example: "write_text(\"note.txt\", \"hi\")"
    ) { call in
      try call.host.writeText(
        try call.string(1), to: try call.string(0), usedIn: call.range.file)
      return .none
    },
    Builtin(
      "time", doc: "Seconds since 1970; the difference of two is how long something took.",
      example: "let start = time()\ntime() - start < 60"
    ) { call in .number(call.host.now) },
  ]

  private static func text(_ call: Call) throws -> String {
    let path = try call.string(0)
    var bytes = try call.host.readBytes(path, usedIn: call.range.file)
    try Limits.checkString(bytes.count)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    switch SourceFile.decode(name: path, bytes: bytes) {
    case .success(let file): return file.text
    case .failure(let diagnostic):
      throw Fault(diagnostic.message, hint: diagnostic.hint, at: .argument(0))
    }
  }
}
