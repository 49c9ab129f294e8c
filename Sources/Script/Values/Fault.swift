/// An error thrown by a builtin or an object; the language adds the position and the trace.
package struct Fault: Error, Equatable {
  /// What the caret is drawn under.
  package enum Place: Equatable, Sendable {
    /// The whole call, expression or declaration.
    case whole
    /// The argument of a parameter, counted from 0 (the receiver of a method isn't counted).
    case argument(Int)
    /// A declaration's field.
    case field(String)
  }

  package let message: String
  package let hint: String?
  package let place: Place

  package init(_ message: String, hint: String? = nil, at place: Place = .whole) {
    self.message = message
    self.hint = hint
    self.place = place
  }

  /// The same fault, found elsewhere.
  package func placed(at place: Place) -> Fault { Fault(message, hint: hint, at: place) }
}
