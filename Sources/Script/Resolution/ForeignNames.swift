/// Names that people bring from other languages, with the word that is meant.
enum ForeignNames {
  static func hint(_ name: String) -> String? {
    switch name {
    case "None", "null", "nil", "NULL", "undefined": "write `none`"
    case "True", "TRUE": "write `true`"
    case "False", "FALSE": "write `false`"
    case "NaN": "write `nan`"
    case "Infinity", "Inf", "infinity": "write `inf`"
    case "length", "size", "count": "write `len(x)`"
    case "println", "printf", "echo", "puts", "console": "write `print(x)`"
    case "string", "String", "repr", "toString": "write `str(x)`"
    case "int", "Int", "integer": "write `num(x)`; a whole number is made by `floor` or `round`"
    case "float", "Float", "double", "number": "write `num(x)`"
    case "boolean", "Boolean": "write `bool(x)`"
    case "list", "array", "tuple": "a list is written `[1, 2]`"
    case "dict", "object", "map_of": "a record is written `{a: 1}`"
    case "typeof", "isinstance": "write `type(x)`"
    case "open", "read", "load": "write `read_text(path)`"
    case "reversed": "write `xs.reverse()`"
    case "sort", "order": "write `sorted(xs)`"
    case "ceiling": "write `ceil(x)`"
    case "fold": "write `reduce(xs, f, start)`"
    case "raise", "throw", "panic", "fail": "write `error(\"why\")`"
    case "elif": "write `else if`"
    case "def", "function", "func": "a function is written `fn`"
    case "math", "np", "numpy", "torch": "functions are called by their own name: `sqrt(x)`"
    case "self", "this": "a function takes what it needs as a parameter"
    default: nil
    }
  }

  /// The same for members of lists, strings and records.
  static func memberHint(_ name: String, of type: String) -> String? {
    switch (name, type) {
    case ("length", _), ("size", _), ("len", _): "write `len(x)`"
    case ("count", "list"), ("count", "record"): "write `len(x)`"
    case ("push", "list"), ("add", "list"), ("append_", "list"), ("push_back", "list"):
      "write `xs.append(v)`"
    case ("extend", "list"), ("concat", "list"): "write `xs + ys`"
    case ("toUpperCase", _), ("uppercased", _), ("uppercase", _): "write `s.upper()`"
    case ("toLowerCase", _), ("lowercased", _), ("lowercase", _): "write `s.lower()`"
    case ("trim", "string"), ("trimmed", "string"): "write `s.strip()`"
    case ("startswith", _), ("startsWith", _), ("hasPrefix", _): "write `s.starts(x)`"
    case ("endswith", _), ("endsWith", _), ("hasSuffix", _): "write `s.ends(x)`"
    case ("includes", _), ("has_value", _), ("in", _): "write `x in xs`"
    case ("indexOf", _), ("find", "list"): "write `xs.index(x)`"
    case ("items", "record"), ("entries", "record"): "write `for key, value in r { … }`"
    case ("forEach", "list"), ("each", "list"): "write `for x in xs { … }`"
    case ("update", "record"): "write `r.merge(other)`"
    case ("pop", "record"), ("remove", "record"), ("delete", "record"):
      "write `r.without(\"name\")`"
    case ("format", "string"): "values stand in any string as `\\(value)`"
    case ("first", "list"): "write `xs[0]`"
    case ("last", "list"): "write `xs[-1]`"
    case ("shape", "list"): "write `tensor(xs).shape`"
    case ("sum", _), ("min", _), ("max", _), ("sorted", _), ("reduce", _), ("any", _), ("all", _):
      "write `\(name)(xs)`"
    default: nil
    }
  }
}
