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
