import Foundation

/// What one Swift file declares and what it uses, as far as its tokens show it.
struct SwiftSource {
  enum Form { case type, function, member }

  struct Declaration {
    let name: String
    let form: Form
    /// The type or the extension around it; nil at the file's top level.
    let owner: String?
    let isPrivate: Bool
  }

  struct Use {
    let name: String
    let line: Int
    let form: Form
    let isAfterDot: Bool
  }

  let target: String
  /// The folders between the target and the file, joined by `/`; empty at the target's top level.
  let folder: String
  let name: String
  let imports: [String]
  let declarations: [Declaration]
  /// The types that the file extends.
  let extended: Set<String>
  let uses: [Use]

  init(target: String, folder: String, name: String, text: String) {
    self.target = target
    self.folder = folder
    self.name = name
    var scan = DeclarationScan(SwiftToken.read(text))
    scan.run()
    imports = scan.imports
    declarations = scan.declarations
    extended = scan.extended
    uses = scan.uses()
  }

  /// Every Swift file of a folder of targets, in the order of their paths.
  static func all(in sources: URL) throws -> [SwiftSource] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: sources.path).sorted()
    return try paths.filter { $0.hasSuffix(".swift") }.map { path in
      let parts = path.split(separator: "/").map(String.init)
      return SwiftSource(
        target: parts[0], folder: parts[1..<(parts.count - 1)].joined(separator: "/"),
        name: String(parts.last!.dropLast(".swift".count)),
        text: try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8))
    }
  }
}

/// Walks through a file's tokens and keeps what is declared, scope by scope.
private struct DeclarationScan {
  private enum Scope {
    case type(String)
    case code
  }

  let tokens: [SwiftToken]
  var imports: [String] = []
  var declarations: [SwiftSource.Declaration] = []
  var extended: Set<String> = []
  /// Names that the file gives to variables, parameters and labels: too common to tell a use by.
  private var locals: Set<String> = []
  /// The indices of tokens that declare a name or label an argument.
  private var introduced: Set<Int> = []

  private static let typeWords: Set = [
    "struct", "class", "enum", "protocol", "actor", "typealias", "associatedtype",
  ]
  private static let privacyWords: Set = ["private", "fileprivate"]
  private static let modifiers: Set = [
    "static", "final", "package", "public", "internal", "private", "fileprivate", "mutating",
    "nonisolated", "indirect", "override", "lazy", "weak", "unowned", "dynamic", "borrowing",
    "consuming", "unsafe",
  ]

  init(_ tokens: [SwiftToken]) { self.tokens = tokens }

  private func text(_ index: Int) -> String {
    tokens.indices.contains(index) ? tokens[index].text : ""
  }

  mutating func run() {
    var scopes: [Scope] = []
    var next = Scope.code
    var depthOfParens = 0
    for index in tokens.indices {
      let word = tokens[index].text
      switch word {
      case "{":
        scopes.append(next)
        next = .code
        continue
      case "}":
        _ = scopes.popLast()
        continue
      case "(", "[": depthOfParens += 1
      case ")", "]": depthOfParens -= 1
      default: break
      }
      guard tokens[index].kind == .word, text(index - 1) != "." else { continue }
      let isOutermost = scopes.isEmpty
      var owner: String?
      if case .type(let name)? = scopes.last, depthOfParens == 0 { owner = name }
      switch word {
      case "import" where isOutermost:
        let isOfSymbol = ["struct", "func", "class", "enum", "protocol"].contains(text(index + 1))
        imports.append(text(index + (isOfSymbol ? 2 : 1)))
        introduced.formUnion([index + 1, index + 2])
      case _ where Self.typeWords.contains(word):
        guard isName(index + 1), !["func", "var", "let"].contains(text(index + 1)) else { break }
        declare(index + 1, .type, owner ?? (isOutermost ? nil : ""), index)
        if word != "typealias" && word != "associatedtype" { next = .type(text(index + 1)) }
      case "extension" where isOutermost:
        var last = index + 1
        while text(last + 1) == "." { last += 2 }
        extended.formUnion([text(index + 1), text(last)])
        next = .type(text(last))
      case "func":
        guard isName(index + 1) else { break }
        if isOutermost || owner != nil {
          declare(index + 1, isOutermost ? .function : .member, owner, index)
        } else {
          introduced.insert(index + 1)
          locals.insert(text(index + 1))
        }
      case "var", "let":
        bind(index + 1, isOutermost ? .function : (owner == nil ? nil : .member), owner, index)
      case "case":
        if let owner { declareCases(of: owner, from: index + 1) }
      case "for", "in":
        noteNames(before: index, after: word == "for" ? index + 1 : nil)
      default:
        if text(index + 1) == ":", tokens[index + 1].isAttached {
          introduced.insert(index)
          locals.insert(word)
        }
      }
    }
  }

  private func isName(_ index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .word
  }

  private mutating func declare(
    _ index: Int, _ form: SwiftSource.Form, _ owner: String?, _ keyword: Int
  ) {
    introduced.insert(index)
    var isPrivate = false
    var before = keyword - 1
    while Self.modifiers.contains(text(before)) || text(before) == ")" {
      // `private(set)` leaves the name itself visible.
      if text(before) == ")" {
        guard text(before - 1) == "set", text(before - 2) == "(" else { break }
        before -= 4
        continue
      }
      isPrivate = isPrivate || Self.privacyWords.contains(text(before))
      before -= 1
    }
    declarations.append(
      .init(name: text(index), form: form, owner: owner, isPrivate: isPrivate))
  }

  /// `let a = …`, `let (a, b) = …`.
  private mutating func bind(
    _ start: Int, _ form: SwiftSource.Form?, _ owner: String?, _ keyword: Int
  ) {
    var index = start
    let isTuple = text(index) == "("
    if isTuple { index += 1 }
    repeat {
      guard isName(index) else { return }
      if let form {
        declare(index, form, owner, keyword)
      } else {
        introduced.insert(index)
        locals.insert(text(index))
      }
      index += 2
    } while isTuple && text(index - 1) == ","
  }

  private mutating func declareCases(of owner: String, from start: Int) {
    var index = start
    while isName(index) {
      declare(index, .member, owner, start - 1)
      index += 1
      if text(index) == "(" {
        var depth = 0
        repeat {
          if text(index) == "(" { depth += 1 }
          if text(index) == ")" { depth -= 1 }
          index += 1
        } while depth > 0 && index < tokens.count
      }
      guard text(index) == "," else { return }
      index += 1
    }
  }

  /// The names of `for a in`, of `{ a, b in` and of `{ (a, b) in`.
  private mutating func noteNames(before end: Int, after start: Int?) {
    if let start {
      if isName(start) { locals.insert(text(start)) }
      return
    }
    var index = end - 1
    while isName(index) || [",", ")", "("].contains(text(index)) {
      if isName(index) {
        locals.insert(text(index))
        introduced.insert(index)
      }
      index -= 1
    }
  }

  /// Words after a dot are members; others are types, or functions that the file doesn't declare
  /// itself.
  func uses() -> [SwiftSource.Use] {
    tokens.indices.compactMap { index in
      let token = tokens[index]
      guard token.kind == .word, !introduced.contains(index) else { return nil }
      let isAfterDot = text(index - 1) == "." && token.isAttached
      let isType = token.text.first!.isUppercase
      if !isType, locals.contains(token.text) { return nil }
      return .init(
        name: token.text, line: token.line,
        form: isType ? .type : (isAfterDot ? .member : .function), isAfterDot: isAfterDot)
    }
  }
}
