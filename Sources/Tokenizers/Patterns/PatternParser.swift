/// Reads the part of regular expressions that tokenizers use and refuses the rest by name.
struct PatternParser {
  private static let depthLimit = 64
  private static let repeatLimit = 1000
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var ignoresCase = false

  static func parse(_ pattern: String) throws(PatternFault) -> PatternTree {
    var parser = PatternParser(scalars: Array(pattern.unicodeScalars))
    let tree = try parser.choice(depth: 0)
    if parser.position < parser.scalars.count { throw .unbalanced }
    return tree
  }

  private init(scalars: [Unicode.Scalar]) {
    self.scalars = scalars
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
      parts.append(try repetition(of: try atom(depth: depth)))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func repetition(of atom: PatternTree) throws(PatternFault) -> PatternTree {
    let bounds: (Int, Int?)
    switch current {
    case "?": bounds = (0, 1)
    case "*": bounds = (0, nil)
    case "+": bounds = (1, nil)
    case "{": bounds = try readBounds(from: position + 1)
    default: return atom
    }
    position += 1
    if let next = current, "?+*{".unicodeScalars.contains(next) {
      throw .unsupported("a lazy, possessive or doubled quantifier")
    }
    if atom.matchesEmpty { throw .unsupported("a repetition of what may be empty") }
    return .repeated(atom, least: bounds.0, most: bounds.1)
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
    case ".": return .set(ScalarSet([.range(0x0A...0x0A)], negated: true))
    case "\\": return .set(ScalarSet([try escape()]))
    case let scalar where "^$".unicodeScalars.contains(scalar):
      throw .unsupported("the anchor \(scalar)")
    case let scalar where "*+?{".unicodeScalars.contains(scalar):
      throw .unsupported("a quantifier with nothing before it")
    case let scalar: return .set(literal(scalar))
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> ScalarSet {
    guard ignoresCase else { return ScalarSet(scalar) }
    let properties = scalar.properties
    var forms = [scalar]
    for mapping in [properties.lowercaseMapping, properties.uppercaseMapping] {
      if let form = mapping.unicodeScalars.first, mapping.unicodeScalars.count == 1 {
        forms.append(form)
      }
    }
    // The two letters outside ASCII whose simple case folding is inside.
    if forms.contains("s") { forms.append("\u{17F}") }
    if forms.contains("k") { forms.append("\u{212A}") }
    return ScalarSet(forms.map { .range($0.value...$0.value) })
  }

  private mutating func group(depth: Int) throws(PatternFault) -> PatternTree {
    let outerCase = ignoresCase
    defer { ignoresCase = outerCase }
    if take(if: "?") {
      switch try take() {
      case ":": break
      case "i":
        guard take(if: ":") else { throw .unsupported("a flag group without a colon") }
        ignoresCase = true
      case "=": return .lookahead(try lookedAt(depth: depth), negative: false)
      case "!": return .lookahead(try lookedAt(depth: depth), negative: true)
      case let scalar: throw .unsupported("the group (?\(scalar)")
      }
    }
    let inner = try choice(depth: depth + 1)
    guard take(if: ")") else { throw .unbalanced }
    return inner
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
      case "[": throw .unsupported("a set within a set")
      case "&" where current == "&": throw .unsupported("&& in a set")
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
        if ignoresCase { throw .unsupported("a range where case is ignored") }
        items.append(.range(low.lowerBound...high.upperBound))
      }
    }
  }

  private func folded(_ item: ScalarSet.Item) -> [ScalarSet.Item] {
    guard ignoresCase, case .range(let range) = item,
      let scalar = Unicode.Scalar(range.lowerBound)
    else { return [item] }
    return [item, .not(ScalarSet([.not(literal(scalar))]))]
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
      throw .unsupported("\\\(letter)")
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
