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

  static let history =
    "_, _3\n  The value that was displayed last, and the one that cell 3 displayed.\n"

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

  /// A function, in both ways of calling it.
  static func function(_ builtin: Builtin) -> String {
    let member = builtin.memberSignature.map { "\n\($0)" } ?? ""
    return callable("\(builtin.signature)\(member)", builtin)
  }

  /// A method, or a function as one.
  static func method(_ builtin: Builtin, of owner: String) -> String {
    let isFunction = CoreTypes.values[owner].map(builtin.isMade) ?? false
    guard isFunction, !ListChanges.names.contains(builtin.name) else {
      return callable("\(owner).\(builtin.signature)", builtin)
    }
    return callable(
      "\(owner).\(builtin.signature(after: 1))\n\(builtin.signature)", builtin)
  }

  static func property(_ property: MemberFamily.Property, of owner: String) -> String {
    "\(owner).\(property.name)\n  \(property.doc)\n"
  }

  private static func callable(
    _ form: String, _ builtin: Builtin
  ) -> String {
    var text = "\(form)\n  \(builtin.doc)\n"
    for parameter in builtin.parameters where parameter.type != .any {
      text += "  \(parameter.name): \(parameter.type.phrase)\n"
    }
    return text + example(builtin.example)
  }

  /// A group of functions, a line each.
  static func functions(_ family: FunctionFamily) -> String {
    let width = family.functions.map(\.name.count).max() ?? 0
    return "\(family.title)\n" + family.functions.map { line($0.name, $0.doc, width) }.joined()
  }

  /// A name and what is said of it, cut at a terminal's width.
  static func line(_ name: String, _ doc: String, _ width: Int) -> String {
    let line = "  \(padded(name, width))  \(doc)"
    return (line.count <= Self.width ? line : line.prefix(Self.width - 1) + "…") + "\n"
  }

  /// What a type's values carry; functions are those that are made for them.
  static func members(_ family: MemberFamily, _ functions: [Builtin]) -> String {
    let names =
      family.properties.map(\.name) + family.methods.map(\.name) + functions.map(\.name)
    let width = names.map(\.count).max() ?? 0
    func line(_ name: String, _ doc: String) -> String { "  .\(padded(name, width))  \(doc)\n" }
    var text = ""
    if !family.properties.isEmpty {
      text += "properties of a \(family.type)\n"
      text += family.properties.map { line($0.name, $0.doc) }.joined()
    }
    if let first = family.methods.first {
      text += "methods of a \(family.type); `?\(family.type).\(first.name)` explains one\n"
      text += family.methods.map { line($0.name, $0.doc) }.joined()
    }
    if !functions.isEmpty {
      text += "functions of a \(family.type), called as `x.f(…)` or `f(x, …)`\n"
      text += functions.map { line($0.name, $0.doc) }.joined()
    }
    return text
  }

  static func topic(_ form: String, _ doc: String, example code: String) -> String {
    "\(form)\n  \(doc)\n" + example(code)
  }

  private static func example(_ code: String) -> String {
    let lines = CoreFunctions.lines(of: code).map { $0.isEmpty ? "\n" : "  \($0)\n" }
    return "\nexample\n" + lines.joined()
  }

  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Prose in lines of a terminal's width, all but the first indented.
  static func wrapped(_ prose: String) -> String {
    var lines: [String] = []
    var line = ""
    for word in prose.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 3 > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return (lines + [line]).joined(separator: "\n  ")
  }
}
