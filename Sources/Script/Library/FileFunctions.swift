import Diagnostics

extension CoreFunctions {
  /// Text files; paths are relative to the script's own.
  static let files: [Builtin] = [
    Builtin(
      "read_text", [Parameter("path", .string)], doc: "the text of a file",
      example: "write_text(\"note.txt\", \"eight tokens\")\nread_text(\"note.txt\")"
    ) { call in
      .string(try text(call))
    },
    Builtin(
      "read_lines", [Parameter("path", .string)],
      doc: "the lines of a text file, without their line breaks",
      example: "write_text(\"note.txt\", \"one\\ntwo\\n\")\nread_lines(\"note.txt\")"
    ) { call in
      .list(TextLines.of(try text(call)).map(Value.string))
    },
    Builtin(
      "write_text", [Parameter("path", .string), Parameter("text", .string)],
      doc: "puts a string into a file, in place of what it held",
      example: "write_text(\"note.txt\", \"eight tokens\")"
    ) { call in
      try call.host.writeText(
        try call.string(1), to: try call.string(0), usedIn: call.range.file)
      return .none
    },
  ]

  private static func text(_ call: Call) throws -> String {
    let path = try call.string(0)
    var bytes = try call.host.readBytes(path, usedIn: call.range.file)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    switch SourceFile.decode(name: path, bytes: bytes) {
    case .success(let file): return file.text
    case .failure(let diagnostic):
      throw Fault(diagnostic.message, hint: diagnostic.hint, at: .argument(0))
    }
  }
}
