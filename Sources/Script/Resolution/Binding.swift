import Diagnostics
import Syntax

/// What a name means.
final class Binding {
  enum Place {
    /// A top-level name of a session or a file.
    case global(SharedVariable)
    /// A slot of the frame of the function that introduces it.
    case local(slot: Int)
  }

  typealias Role = NameRole

  let name: String
  let role: Role
  let place: Place
  let range: SourceRange
  /// Whether an inner function uses the local, which then lives in a `Variable` of its own.
  var isCaptured = false
  /// The value of a `let` that is known without running.
  var constant: Value?
  /// Whether it holds a list; nil where that isn't known before running.
  var holdsList: Bool?
  /// The index of the declaration in the program's list.
  var declaration: Int?
  /// What a call is checked against before running.
  var function: FunctionSyntax?
  /// The names that `args { … }` declares.
  var options: [String]?
  /// Whether it came by `use`.
  var isImported = false

  init(name: String, role: Role, place: Place, range: SourceRange) {
    self.name = name
    self.role = role
    self.place = place
    self.range = range
  }

  var isVariable: Bool { role == .variable }

  /// The same name as a file sees it that uses the one which defines it.
  func imported() -> Binding {
    let copy = Binding(name: name, role: role, place: place, range: range)
    copy.constant = constant
    copy.holdsList = holdsList
    copy.declaration = declaration
    copy.function = function
    copy.isImported = true
    return copy
  }
}

extension Binding {
  /// The slot of a local.
  var slot: Int {
    guard case .local(let slot) = place else { preconditionFailure("`\(name)` isn't a local") }
    return slot
  }
}
