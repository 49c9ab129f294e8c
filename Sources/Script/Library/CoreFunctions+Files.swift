import Diagnostics

extension CoreFunctions {
  /// Files as text and as JSON; paths are relative to the script.
  static let files: [Builtin] = [
    Builtin(
      "read_text", [Parameter("path", .string)],
      doc: "The text of a UTF-8 file, or of a pipe such as `/dev/stdin`.",
      example: "write_text(\"note.txt\", \"hi\")\nread_text(\"note.txt\")"
    ) { call in .string(try text(call)) },
    Builtin(
      "read_lines", [Parameter("path", .string)], doc: "The lines of a UTF-8 file.",
      example: "write_text(\"note.txt\", \"a\\nb\")\nread_lines(\"note.txt\")"
    ) { call in .list(lines(of: try text(call)).map(Value.string)) },
    Builtin(
      "read_json", [Parameter("path", .string)],
      doc: "The value of a JSON file; of a .jsonl file a list with the value of each line.",
      example: "write_json(\"result.json\", {loss: 0.25})\nread_json(\"result.json\").loss"
    ) { call in try json(call) },
    Builtin(
      "write_text", [Parameter("path", .string), Parameter("text", .string), mkdir],
      doc: "Writes a text to a file, replacing its contents.",
      example: "write_text(\"note.txt\", \"hi\")"
    ) { call in
      try write(call.string(1), call, WriteOptions(makesFolders: call.bool(2)))
    },
    Builtin(
      "append_text", [Parameter("path", .string), Parameter("text", .string), mkdir],
      doc: "Adds a text to the end of a file, or makes the file.",
      example: "append_text(\"log.txt\", \"one line\\n\")"
    ) { call in
      try write(call.string(1), call, WriteOptions(appends: true, makesFolders: call.bool(2)))
    },
    Builtin(
      "write_json", [Parameter("path", .string), Parameter("value"), mkdir],
      doc: "Writes a value as JSON; a list to a .jsonl file as a line for each item.",
      example: "write_json(\"results.jsonl\", [{loss: 0.5}, {loss: 0.25}])"
    ) { call in
      var lines = [call[1]]
      if isLines(try call.string(0)), case .list(let items) = call[1] { lines = items }
      let text = try lines.map { try JSONWriter.text($0) + "\n" }.joined()
      return try write(text, call, WriteOptions(makesFolders: call.bool(2)))
    },
    Builtin(
      "exists", [Parameter("path", .string)], doc: "Whether there is a file or a folder.",
      example: "exists(\"note.txt\")"
    ) { call in .bool(call.host.exists(try call.string(0), usedIn: call.range.file)) },
    Builtin(
      "list_files", [Parameter("folder", .string, default: ".")],
      doc: "The paths of a folder's files, or of those that a pattern fits, sorted.",
      example: "list_files(\"*.csv\")"
    ) { call in
      .list(
        try call.host.listFiles(try call.string(0), usedIn: call.range.file).map(Value.string))
    },
  ]

  /// What writes to the path that is its first argument.
  static let writers: Set<String> = ["write_text", "append_text", "write_json"]

  private static let mkdir = Parameter(
    "mkdir", .bool, default: false, aliases: ["parents", "makedirs", "recursive"])

  private static func write(
    _ text: String, _ call: Call, _ options: WriteOptions
  ) throws -> Value {
    try call.host.writeText(text, to: call.string(0), usedIn: call.range.file, options)
    return .none
  }

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

  private static func json(_ call: Call) throws -> Value {
    let text = try text(call)
    let path = try call.string(0)
    guard isLines(path) else { return try value(text, path) }
    let lines = lines(of: text).enumerated().filter { $1.contains { !$0.isWhitespace } }
    return .list(try lines.map { try value($1, "\(path):\($0 + 1)") })
  }

  private static func value(_ text: String, _ place: String) throws -> Value {
    do {
      return try JSONReader.value(text)
    } catch let fault as Fault {
      throw Fault("\(place): \(fault.message)", hint: fault.hint, at: .argument(0))
    }
  }

  private static func isLines(_ path: String) -> Bool {
    path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson")
  }
}
