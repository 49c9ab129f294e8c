import Diagnostics
import Syntax

extension Resolver {
  /// Checks a call of a method that changes a list: what it is called on has to be part of a `var`,
  /// and nothing may take its value, as it gives none.
  func checkChange(_ base: Expression, _ name: String, _ lower: Int, _ call: Expression) {
    guard ListChanges.names.contains(name) else { return }
    let isDiscarded = discarded == call.lower..<call.upper
    let shown = file.text(base.lower..<base.upper)
    let receiver = shown.utf8.count <= 40 && !shown.contains("\n") ? shown : "xs"
    // What a variable may hold is known once the whole file is.
    laterChecks.append { [self] in
      switch holdsList(base) {
      case false?: return
      case nil where context.builtins[name] != nil || context.fieldNames.contains(name): return
      default: break
      }
      let end = lower + name.utf8.count
      if let root = root(of: base), let binding = resolution[root] {
        if !binding.isVariable {
          report(
            "`\(name)` changes `\(root.name)`, which is \(binding.role.phrase)", lower, end,
            hint: isDiscarded || name == "pop"
              ? binding.changeHint(of: receiver) : ListChanges.valueHint(name, of: receiver),
            notes: binding.definition)
          return
        }
      } else if holdsList(base) == true, isDiscarded || name == "pop" {
        report(
          "`\(name)` changes a list, and this one has no name", lower, end,
          hint: "first write `var xs = …`")
        return
      }
      guard !isDiscarded, name != "pop" else { return }
      report(
        "`\(name)` changes the list and gives none", lower, end,
        hint: ListChanges.valueHint(name, of: receiver))
    }
  }

  /// The name that a path of members and indices begins with.
  func root(of path: Expression) -> NameSyntax? {
    switch path.kind {
    case .name(let use): use
    case .member(let base, _, _), .index(let base, _): root(of: base)
    default: nil
    }
  }

  /// Whether an expression's value is a list; nil where that isn't known before running.
  func holdsList(_ expression: Expression) -> Bool? {
    if let value = sample(of: expression) {
      if case .list = value { return true }
      return false
    }
    switch expression.kind {
    case .none, .bool, .number, .function: return false
    case .name(let use):
      guard let binding = resolution[use] else { return nil }
      return binding.role == .declaration || binding.role == .function ? false : binding.holdsList
    case .binary(.add, let left, let right):
      return holdsList(left) == true && holdsList(right) == true ? true : nil
    case .binary(.multiply, let left, let right):
      guard holdsList(left) == true, case .number = right.kind else { return nil }
      return true
    case .call(let callee, _):
      switch callee.kind {
      case .name(let use) where resolution[use] == nil:
        return Self.functionsThatGiveLists.contains(use.name) ? true : nil
      case .member(_, let name, _): return Self.methodsThatGiveLists.contains(name) ? true : nil
      default: return nil
      }
    default: return nil
    }
  }

  private static let functionsThatGiveLists: Set = [
    "list", "map", "filter", "sorted", "reversed", "zip", "enumerate", "keys", "values",
    "read_lines",
  ]
  private static let methodsThatGiveLists: Set = ["split", "lines", "chars", "keys", "values"]
}

extension Binding {
  /// Where it is defined, for a fault about it; nothing where no script does.
  var definition: [Diagnostic.Note] {
    range.upper > range.lower ? [Diagnostic.Note("defined here", at: range)] : []
  }

  /// What to do instead of changing a part of it: `path` is written as the script has it.
  func changeHint(of path: String) -> String {
    switch role {
    case .constant where !isImported && range.upper > range.lower:
      "write `var \(name) = …` where it is defined"
    case .declaration where path == name: "declare another one that has `like: \(name)`"
    default: "write `var copy = \(path)` and change that"
    }
  }
}
