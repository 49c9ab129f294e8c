import Diagnostics
import Syntax

/// The named arguments of a script, as its `args { lr: 0.1, steps: 200 }` declares them: each with a
/// default, which says its type.
package struct ScriptOptions {
  struct Option {
    let name: String
    let fallback: Value
    /// The comment after it.
    let doc: String
  }

  let options: [Option]

  /// Those that a script's text declares; nil where it declares none.
  package init?(declaredIn file: SourceFile) {
    for statement in Parser.parse(file).0.flatMap(\.statements) {
      guard case .declare(let declaration) = statement.kind, declaration.isOptions else {
        continue
      }
      self.init(declaration, in: file)
      return
    }
    return nil
  }

  init(_ declaration: DeclarationSyntax, in file: SourceFile) {
    options = declaration.fields.compactMap { field in
      Self.literal(field.value).map { value in
        Option(name: field.name, fallback: value, doc: Self.comment(after: field.value.upper, file))
      }
    }
  }

  /// The value of a default; nil for what isn't written out.
  static func literal(_ expression: Expression) -> Value? {
    switch expression.kind {
    case .none: return Value.none
    case .bool(let flag): return .bool(flag)
    case .number(let number): return .number(number)
    case .negated(let value):
      guard case .number(let number)? = literal(value) else { return nil }
      return .number(-number)
    case .string(let segments):
      var text = ""
      for segment in segments {
        guard case .text(let piece) = segment else { return nil }
        text += piece
      }
      return .string(text)
    case .list(let items):
      let values = items.compactMap(literal)
      return values.count == items.count ? .list(values) : nil
    default: return nil
    }
  }

  private static func comment(after offset: Int, _ file: SourceFile) -> String {
    let rest = file.text.utf8.dropFirst(offset)
    let line = String(decoding: rest.prefix { $0 != 0x0A }, as: UTF8.self)
    guard let mark = line.firstIndex(of: "#"),
      line[..<mark].allSatisfy({ " \t,".contains($0) })
    else { return "" }
    return line[line.index(after: mark)...].trimmingBlanks
  }

  // MARK: Words of a command line

  /// Gives each option its value, and what is left in order.
  ///
  /// - Throws: a fault for a word that isn't understood.
  package func bind(_ words: [String]) throws(Fault) -> ArgumentsObject {
    var values = Record(options.map { ($0.name, $0.fallback) })
    var rest: [Value] = []
    var position = 0
    while position < words.count {
      let word = words[position]
      position += 1
      if word == "--" {
        rest += words[position...].map(Value.string)
        break
      }
      // A negative number is no option.
      guard word.hasPrefix("-"), word != "-", Double(word) == nil else {
        rest.append(.string(word))
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let (option, isNegated) = try option(String(parts[0]))
      if parts.count == 2 {
        values[option.name] = try value(String(parts[1]), option)
      } else if case .bool = option.fallback {
        values[option.name] = .bool(!isNegated)
      } else if position < words.count {
        values[option.name] = try value(words[position], option)
        position += 1
      } else {
        throw Fault(
          "`\(word)` needs a value", hint: "write `\(word) \(Self.kind(of: option.fallback))`")
      }
    }
    return ArgumentsObject(values, rest)
  }

  private func option(_ word: String) throws(Fault) -> (Option, isNegated: Bool) {
    let name = String(word.drop { $0 == "-" }.map { $0 == "-" ? "_" : $0 })
    if word.hasPrefix("--") {
      if let option = options.first(where: { $0.name == name }) { return (option, false) }
      if name.hasPrefix("no_"), let option = options.first(where: { $0.name == name.dropFirst(3) }),
        case .bool = option.fallback
      {
        return (option, true)
      }
    }
    if word == "--resume" {
      throw Fault("the script has no option `--resume`", hint: "write it before the file's name")
    }
    let near =
      options.first { $0.name == name }?.name
      ?? Suggestion.closest(to: name, among: options.map(\.name))
    throw Fault(
      "the script has no option `\(word)`",
      hint: near.map { "did you mean `\(Self.flag($0))`?" } ?? "`--help` lists its options")
  }

  private func value(_ text: String, _ option: Option) throws(Fault) -> Value {
    if let value = Self.read(text, like: option.fallback) { return value }
    throw Fault(
      "`\(Self.flag(option.name))` takes \(Self.phrase(of: option.fallback)), not "
        + Value.string(text).source)
  }

  private static func read(_ text: String, like fallback: Value) -> Value? {
    switch fallback {
    case .number:
      guard let number = Double(text.filter { $0 != "_" }), number.isFinite else { return nil }
      return .number(number)
    case .bool:
      switch text.lowercased() {
      case "true", "yes", "1": return .bool(true)
      case "false", "no", "0": return .bool(false)
      default: return nil
      }
    case .list(let items):
      let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
      let values = parts.compactMap { read(String($0), like: items.first ?? .string("")) }
      return values.count == parts.count ? .list(values) : nil
    default: return .string(text)
    }
  }

  // MARK: Help

  package func help(script: String) -> String {
    let rows = options.map { option in
      var usage = Self.flag(option.name)
      if case .bool = option.fallback {} else { usage += " " + Self.kind(of: option.fallback) }
      return (usage, option.fallback.isNone ? "" : option.fallback.source, option.doc)
    }
    let usages = rows.map(\.0.count).max() ?? 0
    let values = rows.map(\.1.count).max() ?? 0
    var text = "usage: pts \(script) [OPTIONS] [ARGUMENTS …]\n"
    if !rows.isEmpty { text += "\noptions and their defaults:\n" }
    for (usage, value, doc) in rows {
      var line = "  \(usage.padded(to: usages))  \(value.padded(to: values))  \(doc)"
      while line.last == " " { line.removeLast() }
      text += line + "\n"
    }
    return text
  }

  private static func flag(_ name: String) -> String {
    "--" + String(name.map { $0 == "_" ? "-" : $0 })
  }

  private static func kind(of value: Value) -> String {
    switch value {
    case .number: "NUMBER"
    case .bool: "BOOL"
    case .list(let items): "\(items.first.map(kind) ?? "TEXT"),…"
    default: "TEXT"
    }
  }

  private static func phrase(of value: Value) -> String {
    switch value {
    case .number: "a number"
    case .bool: "true or false"
    case .list(let items): "\(items.first.map(phrase) ?? "a text"), or several with commas between"
    default: "a text"
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}

extension StringProtocol {
  fileprivate var trimmingBlanks: String {
    var text = Substring(self).drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

extension DeclarationSyntax {
  /// Whether it is `args { … }`.
  var isOptions: Bool { noun == Self.options }
}
