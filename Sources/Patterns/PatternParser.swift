/// Reads the part of regular expressions that can be searched for in linear time, and refuses the
/// rest by name.
package struct PatternParser {
  /// What a pattern may be made of.
  package enum Dialect: Sendable {
    /// What the files of tokenizers use, where a match is never empty and groups keep nothing.
    case tokenizer
    /// What people expect besides: anchors, lazy quantifiers, flags, groups that keep their text.
    case script
  }

  private static let depthLimit = 64
  private static let repeatLimit = 1000
  private static let groupLimit = 99
  private let dialect: Dialect
  private let scalars: [Unicode.Scalar]
  private var position = 0
  /// Where what is being read began, for faults.
  private var start = 0
  private var flags = Flags()
  /// The name of each group that keeps its text, nil for those without.
  private(set) var groups: [String?] = []

  private struct Flags {
    var ignoresCase = false
    var dotIsAny = false
    var hasLines = false
  }

  package static func parse(_ pattern: String) throws(PatternFault) -> PatternTree {
    var parser = PatternParser(pattern, .tokenizer)
    return try parser.tree()
  }

  init(_ pattern: String, _ dialect: Dialect) {
    scalars = Array(pattern.unicodeScalars)
    self.dialect = dialect
  }

  mutating func tree() throws(PatternFault) -> PatternTree {
    do throws(PatternFault) {
      let tree = try choice(depth: 0)
      start = position
      if position < scalars.count { throw PatternFault.unbalanced }
      return tree
    } catch {
      throw error.position == nil ? error.at(min(start, scalars.count)) : error
    }
  }

  private var current: Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }

  private mutating func take() throws(PatternFault) -> Unicode.Scalar {
    guard position < scalars.count else { throw .unexpectedEnd }
    defer { position += 1 }
    return scalars[position]
  }

  private mutating func take(if scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    position += 1
    return true
  }

  private mutating func choice(depth: Int) throws(PatternFault) -> PatternTree {
    if depth > Self.depthLimit { throw .tooLarge(limit: Self.depthLimit) }
    var branches = [try sequence(depth: depth)]
    while take(if: "|") { branches.append(try sequence(depth: depth)) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence(depth: Int) throws(PatternFault) -> PatternTree {
    var parts: [PatternTree] = []
    while let next = current, next != "|", next != ")" {
      start = position
      if dialect == .script, try takeFlags() { continue }
      parts.append(try repetition(of: try atom(depth: depth)))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repetition(of atom: PatternTree) throws(PatternFault) -> PatternTree {
    let bounds: (Int, Int?)
    let atomStart = start
    start = position
    switch current {
    case "?": bounds = (0, 1)
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "{": bounds = try readBounds(from: position + 1)
    default: return atom
    }
    position += 1
    let isLazy = dialect == .script && take(if: "?")
    if let next = current, "?+*{".unicodeScalars.contains(next) {
      start = position
      throw .unsupported(
        dialect == .script
          ? "a possessive or doubled quantifier" : "a lazy, possessive or doubled quantifier")
    }
    if dialect == .tokenizer, atom.matchesEmpty {
      start = atomStart
      throw .unsupported("a repetition of what may be empty")
    }
    return .repeated(atom, least: bounds.0, most: bounds.1, isLazy: isLazy)
  }

  /// `{2}`, `{2,}`, `{2,5}`, `{,5}`; leaves `position` at the closing brace.
  private mutating func readBounds(from start: Int) throws(PatternFault) -> (Int, Int?) {
    guard let close = scalars[start...].firstIndex(of: "}") else { throw .unexpectedEnd }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<close])
    let parts = String(text).split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.map { Int($0) }
    position = close
    switch (parts.count, numbers.first ?? nil, numbers.last ?? nil) {
    case (1, let count?, _): return try limited(count, count)
    case (2, let least?, let most?): return try limited(least, most)
    case (2, let least?, nil) where parts[1].isEmpty: return try limited(least, nil)
    case (2, nil, let most?) where parts[0].isEmpty: return try limited(0, most)
    default: throw .unsupported("the quantifier {\(String(text))}")
    }
  }

  private func limited(_ least: Int, _ most: Int?) throws(PatternFault) -> (Int, Int?) {
    if least < 0 { throw .emptyRange }
    if let most, most < max(least, 1) { throw .emptyRange }
    if max(least, most ?? 0) > Self.repeatLimit { throw .tooLarge(limit: Self.repeatLimit) }
    return (least, most)
  }

  private mutating func atom(depth: Int) throws(PatternFault) -> PatternTree {
    switch try take() {
    case "(": return try group(depth: depth)
    case "[": return .set(try bracketed(depth: depth))
    case "." where flags.dotIsAny: return .set(ScalarSet([.any]))
    case ".": return .set(ScalarSet([.range(0x0A...0x0A)], negated: true))
    case "\\":
      if dialect == .script, let assertion = takeAssertion() { return .assertion(assertion) }
      return .set(ScalarSet(folded(try escape())))
    case let scalar where "^$".unicodeScalars.contains(scalar):
      guard dialect == .script else { throw .unsupported("the anchor \(scalar)") }
      if scalar == "^" { return .assertion(flags.hasLines ? .lineStart : .textStart) }
      return .assertion(flags.hasLines ? .lineEnd : .lastLineEnd)
    case let scalar where "*+?{".unicodeScalars.contains(scalar):
      throw .unsupported("a quantifier with nothing before it")
    case let scalar: return .set(literal(scalar))
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> ScalarSet {
    guard flags.ignoresCase else { return ScalarSet(scalar) }
    return ScalarSet(scalar.cases.map { .range($0.value...$0.value) })
  }

  private mutating func group(depth: Int) throws(PatternFault) -> PatternTree {
    let outer = flags
    let opening = start
    defer { flags = outer }
    var number: Int?
    if take(if: "?") {
      switch try take() {
      case ":": break
      case "i" where dialect == .tokenizer:
        guard take(if: ":") else { throw .unsupported("a flag group without a colon") }
        flags.ignoresCase = true
      case "P" where dialect == .script && current == "<": number = try namedGroup()
      case "<" where dialect == .script:
        if current == "=" || current == "!" { throw .unsupported("look-behind") }
        position -= 1
        number = try namedGroup()
      case ">" where dialect == .script: throw .unsupported("an atomic group")
      case let scalar where dialect == .script && "imsx-".unicodeScalars.contains(scalar):
        position -= 1
        try readFlags()
        guard take(if: ":") else { throw .unsupported("the group (?\(scalar)") }
      case "=": return .lookahead(try lookedAt(depth: depth), negative: false)
      case "!": return .lookahead(try lookedAt(depth: depth), negative: true)
      case let scalar: throw .unsupported("the group (?\(scalar)")
      }
    } else if dialect == .script {
      number = try newGroup(nil)
    }
    let inner = try choice(depth: depth + 1)
    guard take(if: ")") else { throw PatternFault.unbalanced.at(opening) }
    start = opening
    return number.map { .group(inner, $0) } ?? inner
  }

  private mutating func newGroup(_ name: String?) throws(PatternFault) -> Int {
    guard groups.count < Self.groupLimit else {
      throw .unsupported("more than \(Self.groupLimit) groups")
    }
    if let name, groups.contains(name) { throw .unsupported("two groups called \(name)") }
    groups.append(name)
    return groups.count
  }

  /// `<name>`
  private mutating func namedGroup() throws(PatternFault) -> Int {
    guard take(if: "<") else { throw .unsupported("a group without a name") }
    var name = ""
    while !take(if: ">") { name.unicodeScalars.append(try take()) }
    guard let first = name.first, first.isLetter || first == "_",
      name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
    else { throw .unsupported("a group called \(name)") }
    return try newGroup(name)
  }

  /// `(?i)`: flags for the rest of the group around it.
  private mutating func takeFlags() throws(PatternFault) -> Bool {
    guard current == "(", position + 2 < scalars.count, scalars[position + 1] == "?",
      "imsx-".unicodeScalars.contains(scalars[position + 2])
    else { return false }
    let (outer, opening) = (flags, position)
    position += 2
    try readFlags()
    if take(if: ")") { return true }
    // `(?i:…)`, a group.
    (flags, position) = (outer, opening)
    return false
  }

  private mutating func readFlags() throws(PatternFault) {
    var isOn = true
    while let scalar = current, scalar != ":", scalar != ")" {
      start = position
      position += 1
      switch scalar {
      case "-": isOn = false
      case "i": flags.ignoresCase = isOn
      case "m": flags.hasLines = isOn
      case "s": flags.dotIsAny = isOn
      default: throw .unsupported("the flag \(scalar)")
      }
    }
  }

  /// `\b` and what else is true of a position.
  private mutating func takeAssertion() -> PatternAssertion? {
    let assertion: PatternAssertion
    switch current {
    case "b": assertion = .wordBoundary
    case "B": assertion = .noWordBoundary
    case "A": assertion = .textStart
    case "z", "Z": assertion = .textEnd
    default: return nil
    }
    position += 1
    return assertion
  }

  private mutating func lookedAt(depth: Int) throws(PatternFault) -> ScalarSet {
    let inner = try choice(depth: depth + 1)
    guard take(if: ")") else { throw .unbalanced }
    guard case .set(let set) = inner else {
      throw .unsupported("looking ahead more than one character")
    }
    return set
  }

  private mutating func bracketed(depth: Int) throws(PatternFault) -> ScalarSet {
    let isNegated = take(if: "^")
    var items: [ScalarSet.Item] = []
    while true {
      if depth + items.count > 10_000 { throw .tooLarge(limit: 10_000) }
      switch try take() {
      case "]" where !items.isEmpty: return ScalarSet(items, negated: isNegated)
      case "[" where dialect == .tokenizer || current == ":":
        throw .unsupported("a set within a set")
      case "&" where dialect == .tokenizer && current == "&": throw .unsupported("&& in a set")
      case let first:
        let item = first == "\\" ? try escape() : .range(first.value...first.value)
        guard case .range(let low) = item, current == "-", position + 1 < scalars.count,
          scalars[position + 1] != "]"
        else {
          items.append(contentsOf: folded(item))
          continue
        }
        position += 1
        let end = try take()
        guard case .range(let high) = end == "\\" ? try escape() : .range(end.value...end.value)
        else { throw .unsupported("a range that ends in a class") }
        guard low.lowerBound <= high.upperBound else { throw .emptyRange }
        if flags.ignoresCase, dialect == .tokenizer {
          throw .unsupported("a range where case is ignored")
        }
        items.append(contentsOf: folded(.range(low.lowerBound...high.upperBound)))
      }
    }
  }

  private func folded(_ item: ScalarSet.Item) -> [ScalarSet.Item] {
    guard flags.ignoresCase, case .range = item else { return [item] }
    return [.anyCase(ScalarSet([item]))]
  }

  /// What follows a backslash.
  private mutating func escape() throws(PatternFault) -> ScalarSet.Item {
    let letter = try take()
    switch letter {
    case "s": return .space
    case "S": return .not(ScalarSet([.space]))
    case "d": return .categories(GeneralCategory.digits)
    case "D": return .not(ScalarSet([.categories(GeneralCategory.digits)]))
    case "w": return .word
    case "W": return .not(ScalarSet([.word]))
    case "p", "P":
      let mask = try property()
      return letter == "p" ? .categories(mask) : .not(ScalarSet([.categories(mask)]))
    case "n": return .range(0x0A...0x0A)
    case "r": return .range(0x0D...0x0D)
    case "t": return .range(0x09...0x09)
    case "f": return .range(0x0C...0x0C)
    case "v": return .range(0x0B...0x0B)
    case "x", "u": return try codePoint(letter)
    case _
    where letter.properties.isAlphabetic
      || GeneralCategory.digits
        & GeneralCategory.bit(of: letter) != 0:
      let isReference =
        letter == "k" || GeneralCategory.digits & GeneralCategory.bit(of: letter) != 0
      throw .unsupported(
        "\\\(letter)" + (isReference && dialect == .script ? ", a back-reference" : ""))
    default: return .range(letter.value...letter.value)
    }
  }

  private mutating func property() throws(PatternFault) -> UInt32 {
    var name = ""
    if take(if: "{") {
      while true {
        let scalar = try take()
        if scalar == "}" { break }
        name.unicodeScalars.append(scalar)
      }
    } else {
      name.unicodeScalars.append(try take())
    }
    guard let mask = GeneralCategory.mask(name) else { throw .unknownProperty(name) }
    return mask
  }

  /// `\x41`, `\x{1F600}`, `\u0041`.
  private mutating func codePoint(
    _ letter: Unicode.Scalar
  ) throws(PatternFault) -> ScalarSet.Item {
    var digits = ""
    if take(if: "{") {
      while let scalar = current, scalar != "}" {
        digits.unicodeScalars.append(scalar)
        position += 1
      }
      _ = try take()
    } else {
      for _ in 0..<(letter == "x" ? 2 : 4) { digits.unicodeScalars.append(try take()) }
    }
    guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
      throw .unsupported("the code point \(digits)")
    }
    return .range(scalar.value...scalar.value)
  }
}
