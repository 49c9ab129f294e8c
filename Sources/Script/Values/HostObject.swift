import Figures
import Syntax

/// A value that the language can hold, ask and combine without knowing what it is.
///
/// Every requirement but `typeName` has a default that says "I can't"; the language then reports
/// the fault with its position and a suggestion. Errors thrown here are best `Fault`s: the language
/// adds the position. An object is immutable as scripts see it: `settingIndex` returns another one.
package protocol HostObject: AnyObject {
  /// The word for it in messages and from `type(x)`: `tensor`, `run`.
  var typeName: String { get }

  /// Whether it is accepted where a schema expects `name`; by default its type name alone.
  func isKind(_ name: String) -> Bool

  /// Every property and method, for completion and for suggestions.
  var memberNames: [String] { get }
  /// One line about a member, for completion and help.
  func memberDoc(_ name: String) -> String?
  /// What to write in place of a member that people expect and it hasn't.
  func hint(forMissing name: String) -> String?
  /// A property's value; nil where there is none of that name.
  func member(_ name: String) throws -> Value?
  /// A method; its body finds the object in `call.receiver`. nil where there is none.
  func method(_ name: String) -> Builtin?
  /// Answers a call of the core function of that name, with its arguments, where the object is one of
  /// the numbers it is computed from; nil where there is none.
  func function(_ name: String) -> Builtin?

  /// `object[…]`, the items checked to be numbers, slices or strings; nil where it has no index.
  func index(_ items: [IndexItem]) throws -> Value?
  /// What `object[…] = value` leaves in the variable; nil where it can't be set.
  func settingIndex(_ items: [IndexItem], to value: Value) throws -> Value?

  /// `object op other`, or `other op object` when `isRight`; nil where it has no such operator.
  func binary(_ op: BinaryOperator, _ other: Value, isRight: Bool) throws -> Value?
  /// `-object`; nil where it has none.
  func negated() throws -> Value?
  /// `==` where `binary(.equal, …)` gives nil, and inside lists and records.
  func isEqual(to other: any HostObject) -> Bool
  /// `value in object`; nil where it contains nothing.
  func contains(_ value: Value) throws -> Bool?

  /// `len(object)`, and the number of iterations of `for … in object`; nil where it has no elements.
  var count: Int? { get }
  func element(_ index: Int) throws -> Value

  /// Whether a statement that only makes it displays it: a chart that isn't kept is meant to be seen.
  var isDisplayedWhenDiscarded: Bool { get }

  /// What `print` and `str` show.
  var text: String { get }
  /// What a cell shows of it; by default the first lines of its text.
  var figure: Figure { get }
  /// Draws its figure again, on any thread, for as long as what it shows changes; nil where it doesn't.
  var redraw: Redraw? { get }
  /// Its JSON form, appended to `output`; false where it has none.
  func writeJSON(to output: inout String) throws -> Bool
}

/// A figure as it is by now, and whether it will change again.
package typealias Redraw = @Sendable () -> (figure: Figure, isFinal: Bool)

extension HostObject {
  package func isKind(_ name: String) -> Bool { typeName == name }
  package var memberNames: [String] { [] }
  package func memberDoc(_ name: String) -> String? { method(name)?.doc }
  package func hint(forMissing name: String) -> String? { nil }
  package func member(_ name: String) throws -> Value? { nil }
  package func method(_ name: String) -> Builtin? { nil }
  package func function(_ name: String) -> Builtin? { nil }
  package func index(_ items: [IndexItem]) throws -> Value? { nil }
  package func settingIndex(_ items: [IndexItem], to value: Value) throws -> Value? { nil }
  package func binary(_ op: BinaryOperator, _ other: Value, isRight: Bool) throws -> Value? { nil }
  package func negated() throws -> Value? { nil }
  package func isEqual(to other: any HostObject) -> Bool { self === other }
  package func contains(_ value: Value) throws -> Bool? { nil }
  package var count: Int? { nil }
  package func element(_ index: Int) throws -> Value { .none }
  package var isDisplayedWhenDiscarded: Bool { false }
  package var text: String { "<\(typeName)>" }
  package var figure: Figure { .excerpt(text) }
  package var redraw: Redraw? { nil }
  package func writeJSON(to output: inout String) throws -> Bool { false }
}
