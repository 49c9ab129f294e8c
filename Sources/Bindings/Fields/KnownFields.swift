import Script
import Tuning

/// The fields of a declaration before it runs. One that only running can compute is noted, and has a
/// value that no check rejects, so that the others are still checked.
struct KnownFields: FieldSource {
  /// The fields that were read and aren't known.
  final class Unknown {
    private(set) var fields: [Unchecked] = []
    private var names: Set<String> = []

    fileprivate func add(_ field: Unchecked) {
      if !fields.contains(field) { fields.append(field) }
      names.insert(field.field ?? "")
    }

    func contains(_ names: String...) -> Bool { !self.names.isDisjoint(with: names) }

    /// What `body` makes; nil where what is wrong with it may be a stand-in's fault.
    func tolerating<T>(_ body: () throws -> T) throws -> T? {
      do {
        return try body()
      } catch let fault as Fault {
        guard case .field(let name) = fault.place, !names.isDisjoint(with: Self.causes(name)) else {
          throw fault
        }
        return nil
      }
    }

    /// The fields that a fault at a field may come from.
    private static func causes(_ name: String) -> Set<String> {
      let others: Set<String> =
        switch name {
        case "warmup": ["steps", "epochs", "batch", "accumulate"]
        case "epochs": ["steps"]
        case "patience": ["eval_every"]
        case "init": ["soft", "template", "method", "answers"]
        case "soft": ["template", "method"]
        case "template": ["demos", "soft", "method"]
        case "demos": ["template"]
        case "prompt": ["template", "method", "answers"]
        case "tune": ["soft", "template"]
        case "class_weights": ["answers"]
        default: []
        }
      return others.union([name])
    }
  }

  private let declaration: StaticDeclaration
  let unknown: Unknown
  /// Fields that mean something only where the method is known.
  private static let ofMethod: Set = ["network", "width", "layers", "task_rank", "task"]

  init(_ declaration: StaticDeclaration, noting unknown: Unknown = Unknown()) {
    self.declaration = declaration
    self.unknown = unknown
  }

  func value(_ name: String) -> Value? {
    if let value = declaration.constant(name) { return value }
    unknown.add(Unchecked(declaration, name))
    return standIn(name)
  }

  func isWritten(_ name: String) -> Bool {
    if Self.ofMethod.contains(name), isUnknown("method") || isUnknown("task") { return false }
    return declaration.explicit(name) != nil
  }

  private func isUnknown(_ name: String) -> Bool {
    declaration.explicit(name).map { $0.constant == nil } ?? false
  }

  private var template: Template? {
    guard case .string(let source)? = declaration.constant("template") else { return nil }
    return try? Template(source)
  }

  private func standIn(_ name: String) -> Value? {
    switch name {
    // Nothing can be said of a declaration without these.
    case "from", "template", "target", "revision", "separator", "quotes": return nil
    case "split" where declaration.explicit("from") == nil: return nil
    case "eval_every": return .number(1)
    // As many as the template has room for at least.
    case "soft":
      return .number(
        Double(max(1, (template?.softRuns ?? []).reduce(0) { $0 + ($1 ?? 1) })))
    case "demos": return .number(template?.hasDemos == true ? 1 : 0)
    case "method": return .string("prompt")
    case "init": return .string(declaration.noun.name == "model" ? "random" : "vocab")
    default: return declaration.noun.field(name)?.defaultValue.map(Value.init) ?? Value.none
    }
  }
}
