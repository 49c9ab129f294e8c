import Diagnostics
import Syntax

/// Finds the types that expressions are known to have without running anything: what completion
/// and help need of text that is being written.
///
/// A type is named as help names it: `run`, `tensor`, `list`.
package struct StaticTypes {
  private let nouns: Set<String>
  private let families: [MemberFamily]
  private let builtins: [String: Builtin]
  /// What each name of the text was last given.
  private var definitions: [String: Definition] = [:]

  private enum Definition {
    case declaration(noun: String, isSwept: Bool)
    case value(Expression)
    case function(FunctionSyntax, SourceFile)
  }

  /// How far values are followed from name to name.
  private static let maximumDepth = 24

  /// - Parameters:
  ///   - text: what comes before the expressions, in any state.
  ///   - files: those that it uses.
  package init(_ host: some Host, before text: String, using files: [SourceFile] = []) {
    let help = Help(host)
    nouns = Set(help.nouns.map(\.name))
    families = help.families
    builtins = Dictionary(help.builtins.map { ($0.name, $0) }) { _, last in last }
    for file in files + [SourceFile(name: "", text: text)] {
      for cell in Parser.parse(file).cells {
        for statement in cell.statements { define(statement, in: file) }
      }
    }
  }

  /// The type of an expression as it is written; nil where only running knows it.
  package func type(of expression: String) -> String? {
    let cells = Parser.parse(SourceFile(name: "", text: expression)).cells
    guard cells.count == 1, cells[0].statements.count == 1,
      case .expression(let value, _) = cells[0].statements[0].kind
    else { return nil }
    return type(of: value, depth: 0)
  }

  /// What can follow `value.` of a type, each with a line about it: what the type has first, then
  /// the functions that are made for it.
  package func members(of type: String) -> [(name: String, doc: String, isMethod: Bool)] {
    let family = families.first { $0.type == type }
    let own =
      (family?.properties ?? []).map { (name: $0.name, doc: $0.doc, isMethod: false) }
      + (family?.methods ?? []).map { (name: $0.name, doc: $0.doc, isMethod: true) }
    let functions = builtins.values.filter { function in
      CoreTypes.values[type].map(function.isMade) ?? function.isMade(forType: type)
        || family?.functions.contains(function.name) ?? false
    }
    return own
      + functions.sorted { $0.name < $1.name }.filter { function in
        !own.contains { $0.name == function.name }
      }.map { (name: $0.name, doc: $0.doc, isMethod: true) }
  }

  /// What a call takes, the value before its dot left out; nil where that isn't known.
  package func signature(of call: CallSite) -> CallSignature? {
    if let receiver = call.receiver {
      let family = type(of: receiver).flatMap { type in families.first { $0.type == type } }
      if let method = family?.method(call.callee) { return CallSignature(method, after: 0) }
      if let function = builtins[call.callee] { return CallSignature(function, after: 1) }
      // Methods of one name take the same, as far as types that have them are concerned.
      if family == nil, let method = families.lazy.compactMap({ $0.method(call.callee) }).first {
        return CallSignature(method, after: 0)
      }
    }
    if case .function(let function, let file)? = definitions[call.callee] {
      return CallSignature(
        call.callee, function, after: call.receiver == nil ? 0 : 1, in: file)
    }
    return call.receiver == nil ? builtins[call.callee].map { CallSignature($0, after: 0) } : nil
  }

  // MARK: Names

  private mutating func define(_ statement: Statement, in file: SourceFile) {
    switch statement.kind {
    case .define(let names, _, let value) where names.count == 1:
      if case .function(let function) = value.kind {
        definitions[names[0].name] = .function(function, file)
      } else {
        definitions[names[0].name] = .value(value)
      }
    case .declare(let declaration):
      let isSwept = declaration.fields.contains { field in
        if case .call(let callee, _) = field.value.kind, case .name(let use) = callee.kind {
          return use.name == "sweep"
        }
        return false
      }
      // What is copied from a sweep is one, unless the field is overridden.
      var parentIsSwept = false
      if let like = declaration.fields.first(where: { $0.name == "like" }),
        case .name(let use) = like.value.kind,
        case .declaration(_, true)? = definitions[use.name]
      {
        parentIsSwept = true
      }
      definitions[declaration.name.name] = .declaration(
        noun: declaration.noun, isSwept: isSwept || parentIsSwept)
    case .function(let name, let function): definitions[name.name] = .function(function, file)
    default: break
    }
  }

  // MARK: Expressions

  private func type(of expression: Expression, depth: Int) -> String? {
    guard depth < Self.maximumDepth else { return nil }
    switch expression.kind {
    case .string: return "string"
    case .number, .negated: return "number"
    case .list: return "list"
    case .record: return "record"
    case .range: return "range"
    case .name(let use):
      switch definitions[use.name] {
      case .declaration(let noun, let isSwept)?:
        guard nouns.contains(noun) else { return nil }
        return isSwept && families.contains { $0.type == "grid" } ? "grid" : noun
      case .value(let value)? where value.lower != expression.lower:
        return type(of: value, depth: depth + 1)
      default: return nil
      }
    case .member(let base, let name, _): return member(name, of: base, isCalled: false, depth)
    case .call(let callee, _):
      switch callee.kind {
      // `tensor(…)` and `list(…)` are called like the types that they make.
      case .name(let use) where definitions[use.name] == nil && builtins[use.name] != nil:
        return isType(use.name) ? use.name : nil
      case .member(let base, let name, _):
        return member(name, of: base, isCalled: true, depth)
      default: return nil
      }
    case .index(let base, let items):
      return type(of: base, depth: depth + 1).flatMap { element(of: $0, items) }
    default: return nil
    }
  }

  private func isType(_ name: String) -> Bool {
    CoreTypes.values[name] != nil || families.contains { $0.type == name }
  }

  private func member(
    _ name: String, of base: Expression, isCalled: Bool, _ depth: Int
  ) -> String? {
    guard let type = type(of: base, depth: depth + 1),
      let family = families.first(where: { $0.type == type })
    else { return nil }
    // A method that isn't called has no value of its own.
    return (family.property(name) == nil) == isCalled ? family.gives[name] : nil
  }

  /// What indexing gives: a part of the same type for a range, else what the type says.
  private func element(of type: String, _ items: [Expression]) -> String? {
    if items.count == 1, case .range = items[0].kind { return type }
    return families.first { $0.type == type }?.gives["[]"]
  }
}

extension Builtin {
  /// Whether it is made for the host's values of a type.
  fileprivate func isMade(forType type: String) -> Bool {
    parameters.first.map { $0.type.names(type) } ?? false
  }
}

extension ValueType {
  /// Whether the type of an object is accepted by its name.
  fileprivate func names(_ type: String) -> Bool {
    switch self {
    case .noun(let name), .object(let name): name == type
    case .oneOf(let types): types.contains { $0.names(type) }
    default: false
    }
  }
}
