/// Members that people know from other languages, with what is written here.
package enum ForeignMembers {
  /// `types` are those that it is expected of; empty for every type.
  package typealias Entry = (names: [String], types: Set<String>, hint: String)

  package static let all: [Entry] = [
    (
      ["numpy", "detach", "cpu", "cuda", "to"], ["tensor"],
      "a tensor is a value on the processor: leave it out"
    ),
    (["tolist", "toList"], ["tensor"], "write `list(t)`"),
    (
      ["size", "ndim", "dim", "rank"], ["tensor"],
      "write `t.shape`, whose length is the number of axes"
    ),
    (["view", "resize"], ["tensor"], "write `t.reshape([2, 3])`"),
    (["permute", "swapaxes", "t"], ["tensor"], "write `t.T`"),
    (["matmul", "mm", "bmm"], ["tensor"], "write `a @ b`"),
    (["add", "sub", "mul", "div"], ["tensor"], "write `a + b`, `a - b`, `a * b` or `a / b`"),
    (["backward", "grad", "requires_grad"], ["tensor"], "gradients are taken by a `run`"),
    (["head", "tail"], ["tensor"], "write `t[..5]` or `t[-5..]`"),

    (["length", "size"], [], "write `len(x)`"),
    (["isEmpty", "empty", "is_empty"], [], "write `len(x) == 0`"),
    (["includes", "in"], ["list", "string", "range"], "write `x in xs`"),
    (["toString", "to_s", "description"], [], "write `str(x)`"),
    (["copy", "clone", "dup", "deepcopy"], [], "`var b = a` is a copy: values aren't shared"),

    (["push", "add", "push_back"], ["list"], "write `xs.append(v)`"),
    (["extend", "addAll"], ["list"], "write `xs + ys`"),
    (["shift", "popleft"], ["list"], "write `xs.pop(0)`"),
    (["unshift", "prepend", "appendleft"], ["list"], "write `xs.insert(0, v)`"),
    (["splice", "removeAt"], ["list"], "write `xs.pop(index)`"),
    (["indexOf", "findIndex", "index_of"], ["list", "string", "range"], "write `xs.index(x)`"),
    (["find", "detect"], ["list", "range"], "write `xs.index(x)`, or `xs.filter(f)[0]`"),
    (["forEach", "each", "foreach"], ["list", "range"], "write `for x in xs { … }`"),
    (["first", "head"], ["list", "range"], "write `xs[0]`"),
    (["last"], ["list", "range"], "write `xs[-1]`"),
    (["some"], ["list", "range"], "write `any(xs, f)`"),
    (["every"], ["list", "range"], "write `all(xs, f)`"),
    (["fold", "inject"], ["list", "range"], "write `reduce(xs, f, start)`"),
    (["flat", "flatMap"], ["list"], "write `flatten(xs)`"),
    (["uniq", "distinct", "nunique"], ["list"], "write `unique(xs)`"),
    (["value_counts", "tally"], ["list"], "write `counts(xs)`"),
    (["average", "avg"], ["list"], "write `mean(xs)`"),
    (["tolist", "toArray", "to_list", "toList"], ["list", "range", "string"], "write `list(x)`"),
    (["step", "by"], ["range"], "write `range(start, end, step)`"),

    (["toUpperCase", "uppercased", "uppercase", "upcase"], ["string"], "write `s.upper()`"),
    (
      ["toLowerCase", "lowercased", "lowercase", "downcase", "casefold"], ["string"],
      "write `s.lower()`"
    ),
    (["title", "capitalize", "capitalized"], ["string"], "write `s[..1].upper() + s[1..]`"),
    (
      ["trim", "trimmed", "trimStart", "trimEnd", "lstrip", "rstrip"], ["string"],
      "write `s.strip()`"
    ),
    (["startswith", "startsWith", "hasPrefix"], ["string"], "write `s.starts(x)`"),
    (["endswith", "endsWith", "hasSuffix"], ["string"], "write `s.ends(x)`"),
    (["substring", "substr", "charAt", "char_at"], ["string"], "write `s[1..3]`"),
    (["charCodeAt", "encode", "codePointAt"], ["string"], "write `s.bytes()`"),
    (["replaceAll", "gsub"], ["string"], "write `s.replace(old, new)`"),
    (["ljust", "padEnd"], ["string"], "write `s.pad(8)`, or `\"\\(s:<8)\"`"),
    (["rjust", "padStart"], ["string"], "write `s.pad(8, side: \"left\")`, or `\"\\(s:>8)\"`"),
    (["center"], ["string"], "write `s.pad(8, side: \"both\")`, or `\"\\(s:^8)\"`"),
    (["zfill"], ["string"], "write `\"\\(x:08)\"`"),
    (["splitlines", "split_lines"], ["string"], "write `s.lines()`"),
    (["characters", "graphemes"], ["string"], "write `s.chars()`"),
    (["match", "test", "search", "fullmatch"], ["string"], "write `s.matches(pattern)`"),
    (["findall", "matchAll", "scan"], ["string"], "write `s.find_all(pattern)`"),
    (["format"], ["string"], "values go into a string by `\\(value)`, as `\\(x:.2f)`"),
    (["isdigit", "isnumeric", "isalpha"], ["string"], "write `s.matches(\"^[0-9]+$\")`"),
    (["concat"], ["string"], "write `a + b`"),

    (["items", "entries", "iteritems", "pairs"], ["record"], "write `for key, value in r { … }`"),
    (["update", "assign", "setdefault"], ["record"], "write `r.merge(other)`"),
    (
      ["containsKey", "has_key", "hasOwnProperty", "haskey"], ["record"], "write `r.has(\"name\")`"
    ),
    (["pop", "remove", "delete", "drop"], ["record"], "write `r.without(\"name\")`"),
  ]

  static func hint(_ name: String, of type: String) -> String? {
    all.first { $0.names.contains(name) && ($0.types.isEmpty || $0.types.contains(type)) }?.hint
  }
}
