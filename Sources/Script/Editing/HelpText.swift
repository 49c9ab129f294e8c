/// Lays out one piece of help as plain text.
enum HelpText {
  /// The widest line that lists are broken at.
  private static let width = 78

  static func noun(_ noun: NounSchema) -> String {
    var text = "\(noun.name) name { field: value … }\n  \(noun.doc)\n\nfields\n"
    let width = (noun.fields.map(\.name.count) + [4]).max() ?? 4
    let indent = String(repeating: " ", count: width + 4)
    for field in noun.fields {
      text += "  " + padded(field.name, width) + "  " + field.doc + "\n"
      text += indent + facts(of: field).joined(separator: "; ") + "\n"
    }
    text += "  " + padded("like", width) + "  Another `\(noun.name)` to copy, then override.\n"
    return text + example(noun.example)
  }

  static func field(_ field: FieldSchema, of noun: NounSchema) -> String {
    var text = "\(field.name): a field of `\(noun.name)`\n  \(field.doc)\n"
    for fact in facts(of: field) { text += "  \(fact)\n" }
    return text + example("\(field.name): \(field.example)")
  }

  /// The field that every noun has.
  static func like(_ owner: String) -> String {
    "like: a field of \(owner)\n  Another declaration of the same noun, whose fields are copied; "
      + "fields written here override.\n"
  }

  /// Type, default and what else is to be known of a field.
  static func facts(of field: FieldSchema) -> [String] {
    var facts = [field.type.phrase]
    if field.isRequired { facts.append("required") }
    if let value = field.defaultValue { facts.append("by default \(Value(value).source)") }
    if field.isSweepable { facts.append("can be a sweep") }
    return facts
  }

  static func function(_ builtin: Builtin, owner: String?) -> String {
    let form = owner.map { "\($0).\(builtin.signature)" } ?? builtin.signature
    var text = "\(form)\n  \(builtin.doc)\n"
    for parameter in builtin.parameters where parameter.type != .any {
      text += "  \(parameter.name): \(parameter.type.phrase)\n"
    }
    return text + example(builtin.example)
  }

  static func methods(_ methods: [Builtin], of type: String) -> String {
    let width = methods.map(\.name.count).max() ?? 0
    return "methods of a \(type); `?\(type).\(methods[0].name)` explains one\n"
      + methods.map { "  \(padded($0.name, width))  \($0.doc)\n" }.joined()
  }

  static func topic(_ form: String, _ doc: String, example code: String) -> String {
    "\(form)\n  \(doc)\n" + example(code)
  }

  private static func example(_ code: String) -> String {
    let lines = StringMethods.lines(code).map { $0.isEmpty ? "\n" : "  \($0)\n" }
    return "\nexample\n" + lines.joined()
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Words in lines of a terminal's width.
  static func columns(_ words: [String]) -> String {
    var text = ""
    var line = " "
    for word in words {
      if line.count + word.count + 1 > width {
        text += line + "\n"
        line = " "
      }
      line += " " + word
    }
    return text + line + "\n"
  }
}
