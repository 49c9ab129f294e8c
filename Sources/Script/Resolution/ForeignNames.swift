/// Names that people know from other languages, with what is written here.
package enum ForeignNames {
  package typealias Entry = (names: [String], hint: String)

  package static let all: [Entry] = values + texts + lists + numbers + functions + modules

  /// Names that are likely to be a script's own, and foreign only where they are called.
  package static let called: [Entry] = [
    (["c"], "a list is written `[1, 2]`"),
    (["q"], "write `exit()`"),
    (["table"], "write `counts(xs)`"),
    (["data"], "a table is a list of records: `[{a: 1}, {a: 2}]`"),
  ]

  static func hint(_ name: String, isCallee: Bool = false) -> String? {
    hints[name] ?? (isCallee ? called.first { $0.names.contains(name) }?.hint : nil)
  }

  private static let hints = Dictionary(
    all.flatMap { entry in entry.names.map { ($0, entry.hint) } },
    uniquingKeysWith: { first, _ in first })

  /// Constants, conversions and types.
  private static let values: [Entry] = [
    (
      ["None", "null", "nil", "NULL", "undefined", "nothing", "missing", "NA", "Nothing"],
      "write `none`"
    ),
    (["True", "TRUE", "yes"], "write `true`"),
    (["False", "FALSE", "no"], "write `false`"),
    (["NaN"], "write `nan`"),
    (["Infinity", "Inf", "infinity"], "write `inf`"),
    (["PI", "π"], "write `pi`"),
    (
      ["int", "Int", "integer", "as_integer", "parseInt"],
      "write `num(x)`; a whole number is made by `floor` or `round`"
    ),
    (
      ["float", "Float", "double", "number", "Number", "parseFloat", "numeric", "parse"],
      "write `num(x)`"
    ),
    (["boolean", "Boolean", "Bool", "logical"], "write `bool(x)`"),
    (["string", "String", "repr", "toString", "character", "to_string"], "write `str(x)`"),
    (["typeof", "isinstance", "issubclass", "instanceof", "isa"], "write `type(x) == \"list\"`"),
    (["callable"], "write `type(f) == \"function\"`"),
    (["isNaN", "is_nan"], "write `isnan(x)`"),
    (["isempty", "is_empty", "empty"], "write `len(x) == 0`"),
  ]

  private static let texts: [Entry] = [
    (
      ["println", "printf", "echo", "puts", "console", "cat", "alert", "fprintf", "display"],
      "write `print(x)`"
    ),
    (["pprint", "View"], "write `show(x)`"),
    (
      ["sprintf", "format", "paste", "paste0", "str_c", "glue", "formatC"],
      "write the values into a string: `\"\\(name): \\(x:.3)\"`"
    ),
    (["nchar", "strlen"], "write `len(s)`"),
    (["toupper", "uppercase"], "write `s.upper()`"),
    (["tolower", "lowercase"], "write `s.lower()`"),
    (["trimws", "trim"], "write `s.strip()`"),
    (["substr", "substring", "SubString"], "write `s[1..3]`"),
    (["gsub", "sub", "str_replace"], "write `s.replace(old, new)`"),
    (["grepl", "str_detect", "occursin"], "write `s.contains(part)`"),
    (["strsplit", "str_split"], "write `s.split(\", \")`"),
    (["startswith", "startsWith", "hasPrefix"], "write `s.starts(part)`"),
    (["endswith", "endsWith", "hasSuffix"], "write `s.ends(part)`"),
    (["ord", "charCodeAt"], "write `s.bytes()`"),
    (["chr", "fromCharCode"], "a character by its number is written `\"\\u{1F600}\"`"),
    (["hex"], "write `\"\\(x:x)\"`"),
    (["bin"], "write `\"\\(x:b)\"`"),
    (["oct"], "write `\"\\(x:o)\"`"),
    (
      ["open", "read", "load", "readLines", "fopen", "slurp", "readFile"], "write `read_text(path)`"
    ),
    (["JSON"], "write `json(value)` or `parse_json(text)`"),
  ]

  private static let lists: [Entry] = [
    (["length", "size", "numel", "nrow", "ndims"], "write `len(x)`"),
    (["ncol", "dim"], "write `t.shape`"),
    (["array", "tuple", "Array", "Vector"], "a list is written `[1, 2]`"),
    (["set", "Set", "frozenset"], "write `unique(xs)`"),
    (
      ["dict", "object", "Dict", "Map", "Object", "OrderedDict", "defaultdict"],
      "a record is written `{a: 1}`"
    ),
    (["append", "push", "push_back"], "write `xs.append(v)`, where `xs` is a `var`"),
    (["pop", "unshift", "shift"], "write `xs.pop()` or `xs.pop(0)`, where `xs` is a `var`"),
    (
      ["remove", "delete", "insert"],
      "write `xs.remove(v)` or `xs.insert(0, v)`, where `xs` is a `var`"
    ),
    (["extend", "vcat", "rbind"], "write `xs + ys`"),
    (["order", "sort_by", "sortperm"], "write `sorted(xs)`"),
    (["reverse", "rev"], "write `reversed(xs)`"),
    (["seq", "seq_len", "seq_along", "eachindex", "xrange"], "write `0..n`"),
    (["rep"], "write `[x] * n`"),
    (["head"], "write `xs[..5]`"),
    (["tail", "drop"], "write `xs[-5..]`"),
    (["first"], "write `xs[0]`"),
    (["last"], "write `xs[-1]`"),
    (["collect", "to_list"], "write `list(x)`"),
    (["fold", "foldl", "inject", "Reduce"], "write `reduce(xs, f, start)`"),
    (
      ["sapply", "lapply", "vapply", "mapply", "foreach", "forEach", "pmap"],
      "write `map(xs, x => …)`"
    ),
    (["findall", "which", "subset"], "write `filter(xs, x => …)`"),
    (["findfirst", "indexOf"], "write `xs.index(x)`"),
    (["iter", "next", "yield"], "write `for x in xs { … }`"),
    (["hasattr", "haskey", "isset"], "write `r.has(\"name\")`"),
    (["getattr", "setattr", "delattr"], "write `r[\"name\"]`"),
    (["tabulate", "Counter", "value_counts"], "write `counts(xs)`"),
    (["DataFrame", "tibble"], "a table is a list of records: `[{a: 1}, {a: 2}]`"),
  ]

  private static let numbers: [Entry] = [
    (["ceiling"], "write `ceil(x)`"),
    (["tan"], "write `sin(x) / cos(x)`"),
    (["trunc", "fix"], "write `floor(x)`"),
    (["avg"], "write `mean(xs)`"),
    (["stdev", "sd", "stddev"], "write `std(xs)`"),
    (["pmax"], "write `maximum(x, y)`"),
    (["pmin"], "write `minimum(x, y)`"),
    (["ln", "log1p"], "write `log(x)`"),
    (["power", "sqr"], "write `x ^ 2`"),
    (["mod", "rem", "fmod"], "write `a % b`"),
    (["div", "divmod", "intdiv"], "write `floor(a / b)`"),
    (["product"], "write `prod(xs)`"),
    (["random", "runif", "randrange"], "write `rand()` or `randint(0..6)`"),
    (["rnorm", "normal"], "write `randn(3)`"),
    (["shuffle"], "write `shuffled(xs)`"),
    (["ifelse", "iif"], "write `if c { a } else { b }`"),
  ]

  private static let functions: [Entry] = [
    (["raise", "throw", "panic", "fail", "stop", "abort", "die"], "write `error(\"why\")`"),
    (["tryCatch", "rescue", "except", "finally"], "write `try { … } catch e { … }`"),
    (["elif", "elsif", "elseif"], "write `else if`"),
    (["pass"], "an empty body is written `{ }`"),
    (["end"], "a body is written in braces: `{ … }`"),
    (["def", "function", "func", "lambda"], "a function is written `fn`"),
    (["quit"], "write `exit()`"),
    (["help", "man"], "help is `?name`, alone on its line in the shell"),
    (["setTimeout", "wait"], "write `sleep(seconds)`"),
    (["clock", "perf_counter", "datetime", "Date"], "write `time()`"),
    (["getenv", "environ"], "write `env(\"NAME\")`"),
    (["readline", "gets", "raw_input", "scanf"], "write `input()`"),
    (["eval", "exec", "source"], "another script is run by `use \"other.pts\"`"),
    (["globals", "locals", "ls"], "`?` lists what there is to call"),
    (["argv"], "write `args`"),
    (["assert_equal", "assertEqual", "stopifnot"], "write `assert a == b`"),
    (["self", "this"], "a function takes what it needs as a parameter"),
  ]

  private static let modules: [Entry] = [
    (
      [
        "math", "Math", "np", "numpy", "torch", "pd", "plt", "scipy", "statistics", "tf",
        "itertools",
      ],
      "functions are called by their own name: `sqrt(x)`"
    ),
    (
      ["os", "sys", "process", "fs", "io"],
      "functions are called by their own name: `read_text(path)`"
    ),
    (["re"], "write `s.matches(pattern)` or `s.find_all(pattern)`"),
  ]
}
