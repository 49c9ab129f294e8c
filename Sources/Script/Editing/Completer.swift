import Diagnostics
import Syntax

/// Offers what fits at a position in a script, as far as the language itself knows it.
///
/// Members of values, columns of data and paths of files are the caller's to add: the context says
/// what is wanted.
package struct Completer {
  /// A name that is in sight before the text begins.
  package struct KnownName: Sendable {
    package let name: String
    /// The noun that declared it, if one did.
    package let noun: String?
    package let doc: String?

    package init(_ name: String, noun: String? = nil, doc: String? = nil) {
      self.name = name
      self.noun = noun
      self.doc = doc
    }
  }

  package struct Candidate: Sendable, Equatable {
    package enum Kind: Sendable {
      case keyword, noun, field, choice, function, method, property, name, parameter
    }

    package let text: String
    package let kind: Kind
    /// One line.
    package let doc: String?
    /// What goes after the text, where it is taken: `: ` after a field, `(` after a function.
    package let suffix: String

    init(_ text: String, _ kind: Kind, doc: String? = nil, suffix: String = "") {
      self.text = text
      self.kind = kind
      self.doc = doc
      self.suffix = suffix
    }
  }

  package struct Completion: Sendable, Equatable {
    package let context: CompletionContext
    /// The UTF-8 stretch that a candidate replaces.
    package let range: Range<Int>
    package let candidates: [Candidate]
  }

  private let nouns: [NounSchema]
  private let builtins: [Builtin]
  private let names: [KnownName]
  private let host: any Host

  package init(_ host: some Host, names: [KnownName] = []) {
    self.host = host
    nouns = host.nouns
    builtins = CoreFunctions.joined(with: host.functionFamilies).flatMap(\.functions)
    self.names = names
  }

  package func completion(of text: String, at offset: Int) -> Completion {
    let site = CompletionSite.at(offset, of: text)
    let head = String(decoding: Array(text.utf8.prefix(site.range.lowerBound)), as: UTF8.self)
    if case .member(DeclarationSyntax.options, let prefix) = site.context,
      let options = ScriptOptions(declaredIn: SourceFile(name: "", text: head))
    {
      let names = options.options.map { Candidate($0.name, .field, doc: $0.doc) }
      return Completion(
        context: site.context, range: site.range, candidates: Self.matching(prefix, names))
    }
    if case .member(let expression, let prefix) = site.context {
      return Completion(
        context: site.context, range: site.range,
        candidates: Self.matching(prefix, members(of: expression, after: head)))
    }
    let found = candidates(
      site.context, DeclaredNames.of(head).map { KnownName($0.name, noun: $0.noun) })
    return Completion(context: site.context, range: site.range, candidates: found)
  }

  private func candidates(_ context: CompletionContext, _ earlier: [KnownName]) -> [Candidate] {
    switch context {
    case .statementStart(let prefix):
      let words = Keyword.allCases.filter { $0.startsStatement || $0.startsValue }
      let all =
        nouns.map { Candidate($0.name, .noun, doc: $0.doc, suffix: " ") }
        + inSight(earlier) + words.map(Self.candidate) + builtins.map(Self.candidate)
      return Self.matching(prefix, all)
    case .name(let prefix, let callee):
      let words = Keyword.allCases.filter(\.startsValue)
      let all =
        parameters(of: callee) + inSight(earlier) + words.map(Self.candidate)
        + builtins.map(Self.candidate)
      return Self.matching(prefix, all)
    case .fieldName(let noun, let given, let prefix):
      return Self.matching(prefix, fields(of: noun).filter { !given.contains($0.text) })
    case .fieldValue(let noun, let field, let prefix):
      return Self.matching(
        prefix, values(of: noun, field, earlier) + inSight(earlier) { $0.noun == nil })
    case .string(let prefix, let noun?, let field?):
      let words = fieldSchema(noun, field).map(Self.words) ?? []
      return Self.matching(
        prefix, words.map { Candidate($0, .choice, suffix: "\"") })
    case .string, .member, .nothing: return []
    }
  }

  /// Those that begin with the prefix, whatever its case; a text comes once.
  private static func matching(_ prefix: String, _ all: [Candidate]) -> [Candidate] {
    let plain = prefix.lowercased()
    var seen: Set<String> = []
    return all.filter { $0.text.lowercased().hasPrefix(plain) && seen.insert($0.text).inserted }
  }

  // MARK: Names

  private static func candidate(_ word: Keyword) -> Candidate {
    Candidate(
      word.rawValue, .keyword, doc: KeywordHelp.of(word).doc, suffix: word.isValue ? "" : " ")
  }

  private static func candidate(_ builtin: Builtin) -> Candidate {
    Candidate(builtin.name, .function, doc: builtin.doc, suffix: "(")
  }

  /// Names of the text, the latest first, then those of the caller.
  private func inSight(
    _ earlier: [KnownName], where isWanted: (KnownName) -> Bool = { _ in true }
  ) -> [Candidate] {
    (earlier.reversed() + names).filter(isWanted).map { name in
      Candidate(name.name, .name, doc: name.doc ?? name.noun.map { "a `\($0)`" })
    }
  }

  private func parameters(of callee: String?) -> [Candidate] {
    guard let builtin = builtins.first(where: { $0.name == callee }) else { return [] }
    return builtin.parameters.compactMap { parameter in
      if case .rest = parameter.presence { return nil }
      return Candidate(parameter.name, .parameter, doc: parameter.type.phrase, suffix: ": ")
    }
  }

  /// What an expression's value carries, where its type is known without running.
  private func members(of expression: String, after head: String) -> [Candidate] {
    let types = StaticTypes(host, before: head)
    guard let type = types.type(of: expression) else { return [] }
    return types.members(of: type).map { member in
      Candidate(
        member.name, member.isMethod ? .method : .property, doc: member.doc,
        suffix: member.isMethod ? "(" : "")
    }
  }

  // MARK: Declarations

  private func fieldSchema(_ noun: String, _ field: String) -> FieldSchema? {
    nouns.first { $0.name == noun }?.field(field)
  }

  private func fields(of noun: String) -> [Candidate] {
    guard let schema = nouns.first(where: { $0.name == noun }) else { return [] }
    let like = Candidate(
      "like", .field, doc: "Another `\(noun)` to copy, then override.", suffix: ": ")
    return schema.fields.map { Candidate($0.name, .field, doc: $0.doc, suffix: ": ") } + [like]
  }

  private static func words(_ field: FieldSchema) -> [String] {
    let words: [String]
    switch field.completion {
    case .words(let special): words = special
    case .path(_, let special): words = special
    default: return field.type.choices
    }
    return field.type.choices + words.filter { !field.type.choices.contains($0) }
  }

  private func values(
    of noun: String, _ field: String, _ earlier: [KnownName]
  ) -> [Candidate] {
    func declared(_ nouns: [String]) -> [Candidate] {
      inSight(earlier) { $0.noun.map(nouns.contains) ?? false }
    }
    if field == "like" { return declared([noun]) }
    guard let schema = fieldSchema(noun, field) else { return [] }
    var found = Self.words(schema).map { Candidate($0.quoted, .choice) }
    found += declared(schema.type.nouns)
    if schema.type.accepts(.bool(true)), schema.type != .any {
      found += [Candidate("true", .keyword), Candidate("false", .keyword)]
    }
    if schema.type.accepts(.none), schema.type != .any { found.append(Candidate("none", .keyword)) }
    if schema.isSweepable, let sweep = builtins.first(where: { $0.name == "sweep" }) {
      found.append(Candidate("sweep", .function, doc: sweep.doc, suffix: "(["))
    }
    return found
  }
}

extension Keyword {
  /// Whether a value can begin with it.
  var startsValue: Bool { isValue || self == .if || self == .try || self == .not || self == .fn }
}
