/// A paragraph about the language itself, with an example that runs: `?numbers`, and the first part of the
/// reference page.
struct LanguageTopic {
  let name: String
  let title: String
  let text: String
  let example: String

  static let all: [LanguageTopic] = [
    LanguageTopic(
      name: "statements", title: "Statements and cells",
      text: """
        A statement ends with its line unless a bracket is open or the line ends in an operator or a \
        comma; indentation means nothing. A line that begins with `+`, `-` and a blank, with another \
        operator or with `.name` looks like the rest of the line before and is an error that says \
        where to put the operator. `# %%` starts a cell, whose last expression is displayed; `;` after \
        it silences it. `_` is the value displayed last, `_3` that of cell 3.
        """,
      example: """
        let total = 1 +
          2
        let longer = (1
          + 2)
        total + longer
        """),
    LanguageTopic(
      name: "calls", title: "Calls",
      text: """
        Whatever takes a value first is called both ways: `f(x, …)` and `x.f(…)` are the same call. A \
        field of a record and a member of an object go before a function of that name. Methods that \
        change a list (`append insert remove pop sort reverse clear`) need a `var`, which is checked \
        before anything runs, and give none; `pop` gives the item.
        """,
      example: """
        let xs = [3, 1, 2]
        print(sorted(xs), xs.sorted(), xs.max(), max(xs))
        var ys = xs
        ys.append(4)
        ys
        """),
    LanguageTopic(
      name: "names", title: "Names",
      text: """
        `let` names a value, `var` one that may change, `fn` a function. A name of your own hides a \
        function or a constant of the same name from there on; a call of it says so and where it was \
        defined, and `:forget len` in the shell brings the function back.
        """,
      example: """
        let rate = 0.3
        var best = 0
        best = rate
        fn half(x) { x / 2 }
        half(best)
        """),
    LanguageTopic(
      name: "numbers", title: "Numbers",
      text: """
        Numbers and lists of numbers are computed in f64 by every function and give numbers and lists; \
        with a tensor among the operands the result is a tensor, in f32. A value taken out of a tensor \
        is the number that its shortest f32 text says. An integer that f64 can't hold exactly, such as \
        9007199254740993, is an error in a script and in JSON.
        """,
      example: """
        print(mean([123456789, 123456789]), mean([0.1, 0.2, 0.3]), softmax([1, 2]).sum())
        """),
    LanguageTopic(
      name: "strings", title: "Strings",
      text: """
        `"…"` and \"\"\"…\"\"\" hold text, with `\\n \\t \\" \\\\ \\u{e9}` and values as `\\(value)`. A format \
        follows a colon, as in Python: `\\(x:.3f)` three digits after the point, `\\(x:.3)` three in all, \
        `\\(x:.1%)` a percentage, `\\(n:,)` thousands apart, `\\(s:>8)` and `\\(s:<8)` a width.
        """,
      example: #"""
        let loss = 0.123456
        print("loss \(loss:.3f), \(1234567:,) rows, \(0.5:.0%)")
        """#),
    LanguageTopic(
      name: "patterns", title: "Regular expressions",
      text: """
        `matches` and `find_all`, and with `regex: true` `replace` and `split`, take regular expressions: \
        classes, groups, alternatives, repeats, anchors, `\\b`, `\\p{L}`, `(?i)`. They run in time linear \
        in the text, so references back and look-behind aren't supported.
        """,
      example: #"""
        print("a1, b22".find_all("\\d+"), "2026-11-27".matches("^\\d{4}-"))
        "so  so".replace("\\s+", " ", regex: true)
        """#),
    LanguageTopic(
      name: "random", title: "Random numbers",
      text: """
        Randomness always has a seed, and the same script gives the same result. Calls draw from the \
        script's one stream, seed 0 or that of `seed(7)`, so two calls differ; `seed:` fixes one call, \
        and `rng(7)` is a stream of one's own. A statement that fails draws nothing.
        """,
      example: """
        seed(7)
        print(rand(), randint(0..6), choice(["a", "b"]), shuffled([1, 2, 3]))
        let own = rng(7)
        own.randint(0..6)
        """),
    LanguageTopic(
      name: "errors", title: "Errors",
      text: """
        `try { … } catch e { … }` runs the second block where the first one fails, and has a value as `if` \
        has; `e.message`, `e.hint`, `e.file` and `e.line` say how and where. `error("why")` raises an \
        error, `error(e)` the caught one again. ^C and `exit` are never caught.
        """,
      example: """
        try {
          num("many")
        } catch e {
          print(e.message)
        }
        """),
    LanguageTopic(
      name: "files", title: "Files",
      text: """
        Paths are relative to the script, in the shell to the current folder. Files are written through \
        links, keep their mode, and are replaced as a whole; what isn't a regular file is written into \
        directly. A folder that isn't there is an error unless `mkdir: true` asks for it. A script's own \
        options are declared by `args { lr: 0.1 }`; `pts study.pts --lr 0.3` sets `args.lr`.
        """,
      example: """
        write_json("scores.json", {accuracy: 0.9})
        read_json("scores.json").accuracy
        """),
  ]
}
