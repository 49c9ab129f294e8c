import JSON

/// Writes values as one line of JSON, numbers in their shortest exact form.
///
/// JSON has no NaN and no infinity: they are refused rather than turned into `null`, because a
/// value that silently disappears is worse than a message.
package enum JSONWriter {
  package static func text(_ value: Value) throws -> String {
    var output = ""
    try write(value, to: &output)
    return output
  }

  package static func write(_ value: Value, to output: inout String) throws {
    switch value {
    case .none: output += "null"
    case .bool(let flag): output += flag ? "true" : "false"
    case .number(let number):
      guard number.isFinite else { throw Fault("JSON has no form for `\(number)`") }
      output += NumberText.text(number)
    case .string(let text): output += JSONText.quoted(text)
    case .list(let items):
      output += "["
      for (index, item) in items.enumerated() {
        if index > 0 { output += ", " }
        try write(item, to: &output)
      }
      output += "]"
    case .record(let record):
      output += "{"
      for (index, pair) in record.enumerated() {
        if index > 0 { output += ", " }
        output += JSONText.quoted(pair.0) + ": "
        try write(pair.1, to: &output)
      }
      output += "}"
    case .range:
      var elements = try ElementIterator(value)
      try write(.list(elements.all()), to: &output)
    case .object(let object):
      guard try object.writeJSON(to: &output) else {
        throw Fault("\(value.brief) has no JSON form")
      }
    case .function, .builtin, .method: throw Fault("a function has no JSON form")
    }
  }
}
