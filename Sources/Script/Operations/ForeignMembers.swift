/// Members that people know from other languages, with what is written here.
package enum ForeignMembers {
  /// `types` are those that it is expected of; empty for every type.
  package typealias Entry = (names: [String], types: Set<String>, hint: String)

  package static let all: [Entry] = [
    (["length", "size"], [], "write `len(x)`"),
    (["push", "add", "push_back"], ["list"], "write `xs.append(v)`"),
    (["extend", "concat"], ["list"], "write `xs + ys`"),
    (["toUpperCase", "uppercased", "uppercase"], ["string"], "write `s.upper()`"),
    (["toLowerCase", "lowercased", "lowercase"], ["string"], "write `s.lower()`"),
    (["trim", "trimmed"], ["string"], "write `s.strip()`"),
    (["startswith", "startsWith", "hasPrefix"], ["string"], "write `s.starts(x)`"),
    (["endswith", "endsWith", "hasSuffix"], ["string"], "write `s.ends(x)`"),
    (["includes", "in"], [], "write `x in xs`"),
    (["indexOf"], [], "write `xs.index(x)`"),
    (["find"], ["list", "range"], "write `xs.index(x)`"),
    (["items", "entries"], ["record"], "write `for key, value in r { … }`"),
    (["forEach", "each"], ["list", "range"], "write `for x in xs { … }`"),
    (["update"], ["record"], "write `r.merge(other)`"),
    (["pop", "remove", "delete"], ["record"], "write `r.without(\"name\")`"),
    (["format"], ["string"], "any string takes values as `\\(value)`"),
    (["first"], ["list", "range"], "write `xs[0]`"),
    (["last"], ["list", "range"], "write `xs[-1]`"),
    (["shape"], ["list"], "write `tensor(xs).shape`"),
  ]

  static func hint(_ name: String, of type: String) -> String? {
    all.first { $0.names.contains(name) && ($0.types.isEmpty || $0.types.contains(type)) }?.hint
  }
}
