extension Value {
  /// What `print` and `str` show: strings bare at the top, quoted inside lists and records.
  package var text: String {
    if case .string(let text) = self { return text }
    return source
  }

  /// The value as a script would write it, where it can be written.
  package var source: String {
    var output = ""
    writeSource(to: &output)
    return output
  }

  private func writeSource(to output: inout String) {
    switch self {
    case .none: output += "none"
    case .bool(let flag): output += flag ? "true" : "false"
    case .number(let number): output += NumberText.text(number)
    case .string(let text): output += text.quoted
    case .list(let items):
      output += "["
      for (index, item) in items.enumerated() {
        if index > 0 { output += ", " }
        item.writeSource(to: &output)
      }
      output += "]"
    case .record(let record):
      output += "{"
      for (index, pair) in record.enumerated() {
        output += index > 0 ? ", " : ""
        output += (pair.0.isPlainName ? pair.0 : pair.0.quoted) + ": "
        pair.1.writeSource(to: &output)
      }
      output += "}"
    case .range(let range):
      output +=
        range.step == 1
        ? "\(range.start)..\(range.end)" : "range(\(range.start), \(range.end), \(range.step))"
    case .function(let function): output += function.text
    case .builtin(let builtin): output += "fn \(builtin.signature)"
    case .method(let method): output += "fn \(method.builtin.signature)"
    case .object(let object): output += object.text
    }
  }
}

extension String {
  /// In quotes, with the language's escapes.
  package var quoted: String {
    var output = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\t": output += "\\t"
      case "\r": output += "\\u{d}"
      default:
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          output += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          output.unicodeScalars.append(scalar)
        }
      }
    }
    return output + "\""
  }

  /// Whether it can stand as a name in a script.
  package var isPlainName: Bool {
    guard let first = unicodeScalars.first, Lexer.isNameStart(first) else { return false }
    return unicodeScalars.allSatisfy(Lexer.isNamePart)
  }
}
