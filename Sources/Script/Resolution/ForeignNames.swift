/// Names that people know from other languages, with what is written here.
package enum ForeignNames {
  package typealias Entry = (names: [String], hint: String)

  package static let all: [Entry] = [
    (["None", "null", "nil", "NULL", "undefined"], "write `none`"),
    (["True", "TRUE"], "write `true`"),
    (["False", "FALSE"], "write `false`"),
    (["NaN"], "write `nan`"),
    (["Infinity", "Inf", "infinity"], "write `inf`"),
    (["length", "size"], "write `len(x)`"),
    (["println", "printf", "echo", "puts", "console"], "write `print(x)`"),
    (["string", "String", "repr", "toString"], "write `str(x)`"),
    (["int", "Int", "integer"], "write `num(x)`; a whole number is made by `floor` or `round`"),
    (["float", "Float", "double", "number"], "write `num(x)`"),
    (["boolean", "Boolean"], "write `bool(x)`"),
    (["array", "tuple"], "a list is written `[1, 2]`"),
    (["dict", "object"], "a record is written `{a: 1}`"),
    (["typeof", "isinstance"], "write `type(x)`"),
    (["open", "read", "load"], "write `read_text(path)`"),
    (["order"], "write `sorted(xs)`"),
    (["ceiling"], "write `ceil(x)`"),
    (["fold"], "write `reduce(xs, f, start)`"),
    (["raise", "throw", "panic", "fail"], "write `error(\"why\")`"),
    (["elif"], "write `else if`"),
    (["def", "function", "func"], "a function is written `fn`"),
    (["math", "np", "numpy", "torch"], "functions are called by their own name: `sqrt(x)`"),
    (["self", "this"], "a function takes what it needs as a parameter"),
  ]

  static func hint(_ name: String) -> String? { all.first { $0.names.contains(name) }?.hint }
}
