import Syntax

/// What the resolver finds out about a file's names and functions, kept beside its tree.
struct Resolution {
  /// What a function's body needs of the functions around it.
  struct Frame {
    /// Variables of outer functions that the body uses.
    let captures: [(outer: Binding, inner: Binding)]
    let slotCount: Int
  }

  private var bindings: [Int: Binding] = [:]
  private var frames: [ObjectIdentifier: Frame] = [:]

  /// What a name means, where it is used or introduced; nil for a builtin or a constant, and
  /// for a name that was refused.
  subscript(name: NameSyntax) -> Binding? {
    get { bindings[name.lower] }
    set { bindings[name.lower] = newValue }
  }

  /// Every name that means something of the program's, by its offset.
  var all: [(lower: Int, binding: Binding)] { bindings.map { ($0.key, $0.value) } }

  /// Set once the function's body is resolved.
  subscript(function: FunctionSyntax) -> Frame {
    get { frames[ObjectIdentifier(function)]! }
    set { frames[ObjectIdentifier(function)] = newValue }
  }
}
