/// A function of a script, as values know it; the interpreter's `Closure` is the only kind.
package class Function {
  package var name: String? { nil }
  package var text: String { "fn" }

  init() {}
}
