import Diagnostics

/// Finds what could be written at the end of a text, from the tokens before it.
struct ContextFinder {
  let file: SourceFile
  private let whole: String
  /// Real tokens, and brackets that the lexer closed before the end.
  let reader: TokenReader
  private let lexer: Lexer
  private var end: Int { file.bytes.count }

  /// `whole` is the text that `head` is the beginning of.
  init(head: String, whole: String) {
    file = SourceFile(name: "", text: head)
    self.whole = whole
    var lexer = Lexer(file)
    var tokens = lexer.run()
    tokens.removeLast(2)
    while tokens.last?.isSynthetic == true { tokens.removeLast() }
    self.lexer = lexer
    reader = TokenReader(tokens)
  }

  func site(depth: Int) -> CompletionSite {
    if let comment = lexer.comments.last, comment.upperBound == end, !comment.isEmpty {
      return nothing
    }
    let tokens = reader.tokens
    guard let last = tokens.last, last.upper == end else { return word("", before: tokens.count) }
    switch last.kind {
    case .string: return insideString(last, depth) ?? nothing
    case .number: return nothing
    case .name, .keyword: return word(file.text(last.lower..<end), before: tokens.count - 1)
    default: return word("", before: tokens.count)
    }
  }

  private var nothing: CompletionSite { CompletionSite(context: .nothing, range: end..<end) }

  // MARK: Strings

  /// Where the innermost string or `\(…)` of one begins in which the text ends; nil where the
  /// string is closed.
  private func innermostOpen(in token: Token) -> Int? {
    let bytes = file.bytes
    // The lexer reports what is never closed at its start; the innermost starts last.
    return lexer.diagnostics.compactMap { $0.range?.lower }.filter { lower in
      guard lower >= token.lower, lower < end else { return false }
      if bytes[lower] == UInt8(ascii: "\"") { return true }
      return bytes[lower] == UInt8(ascii: "\\") && lower + 1 < end
        && bytes[lower + 1] == UInt8(ascii: "(")
    }.max()
  }

  /// The text after the `\(` in which the text ends, if it does.
  var openInterpolation: String? {
    guard let last = reader.tokens.last, last.upper == end, case .string = last.kind,
      let open = innermostOpen(in: last), file.bytes[open] == UInt8(ascii: "\\")
    else { return nil }
    return file.text(open + 2..<end)
  }

  private func insideString(_ token: Token, _ depth: Int) -> CompletionSite? {
    let bytes = file.bytes
    guard let open = innermostOpen(in: token) else { return nil }
    if bytes[open] == UInt8(ascii: "\\") {
      guard depth < 16 else { return nothing }
      let start = open + 2
      let inner = ContextFinder(head: file.text(start..<end), whole: file.text(start..<end))
        .site(depth: depth + 1)
      let range = inner.range.lowerBound + start..<inner.range.upperBound + start
      if case .statementStart(let prefix) = inner.context {
        return CompletionSite(context: .name(prefix: prefix, callee: nil), range: range)
      }
      return CompletionSite(context: inner.context, range: range)
    }
    let isLong = bytes[open...].starts(with: "\"\"\"".utf8)
    let start = min(end, open + (isLong ? 3 : 1))
    var noun: String?
    var field: String?
    if open == token.lower, let place = declarationField(before: reader.tokens.count - 1) {
      (noun, field) = place
    }
    return CompletionSite(
      context: .string(prefix: file.text(start..<end), noun: noun, field: field),
      range: start..<end)
  }

  // MARK: Words

  /// The context of a word after `count` tokens.
  private func word(_ prefix: String, before count: Int) -> CompletionSite {
    CompletionSite(
      context: context(prefix, before: count), range: end - prefix.utf8.count..<end)
  }

  private func context(_ prefix: String, before count: Int) -> CompletionContext {
    let previous = reader.kind(count - 1)
    if previous == .symbol(.dot) { return member(prefix, dot: count - 1) }
    let frames = BracketFrame.open(in: reader, before: count)
    switch frames.last {
    case .declaration(let noun, let opener)?:
      switch previous {
      case .symbol(.leftBrace), .symbol(.comma), .newline:
        let given = givenFields(
          opener: reader.tokens[opener].lower, except: end - prefix.utf8.count)
        return .fieldName(noun: noun, given: given, prefix: prefix)
      default: break
      }
    case .record?:
      switch previous {
      case .symbol(.leftBrace), .symbol(.comma), .newline: return .nothing
      default: break
      }
    case .parameters?:
      if previous != .symbol(.assign) { return .nothing }
    case nil, .block?:
      if reader.startsStatement(count), previous != .symbol(.rightBrace) {
        return .statementStart(prefix: prefix)
      }
    case .list?, .call?: break
    }
    guard expectsValue(after: previous, at: count) else { return .nothing }
    if let (noun, field) = declarationField(before: count) {
      return .fieldValue(noun: noun, field: field, prefix: prefix)
    }
    var callee: String?
    if case .call(let name, _)? = frames.last { callee = name }
    return .name(prefix: prefix, callee: callee)
  }

  private func expectsValue(after previous: Token.Kind, at count: Int) -> Bool {
    switch previous {
    case .name, .number, .string: return false
    case .symbol(let symbol): return !symbol.isCloser
    case .keyword(.let), .keyword(.var), .keyword(.fn), .keyword(.for), .keyword(.use),
      .keyword(.true), .keyword(.false), .keyword(.none), .keyword(.break), .keyword(.continue),
      .keyword(.else), .keyword(.try), .keyword(.catch):
      return false
    case .keyword, .newline: return true
    case .cell, .end: return true
    }
  }

  /// The expression before the dot, as it is written.
  private func member(_ prefix: String, dot: Int) -> CompletionContext {
    receiver(ofDot: dot).map { .member(of: $0, prefix: prefix) } ?? .nothing
  }

  /// The same as text; nil where there is none.
  func receiver(ofDot dot: Int) -> String? {
    var start = dot
    loop: while start > 0 {
      switch reader.kind(start - 1) {
      case .name, .string, .number, .keyword(.true), .keyword(.false), .keyword(.none):
        start -= 1
        guard reader.kind(start - 1) == .symbol(.dot) else { break loop }
        start -= 1
      case .symbol(let symbol) where symbol.isCloser:
        guard let opener = reader.opener(of: start - 1) else { return nil }
        start = opener
        // What a bracket follows directly is called or indexed by it.
        let isSuffix = symbol != .rightBrace && isOperand(start - 1)
        if !isSuffix { break loop }
      default: break loop
      }
    }
    guard start < dot else { return nil }
    return file.text(reader.tokens[start].lower..<reader.tokens[dot].lower).trimmed
  }

  private func isOperand(_ index: Int) -> Bool {
    switch reader.kind(index) {
    case .name, .string: true
    case .symbol(let symbol): symbol.isCloser
    default: false
    }
  }

  // MARK: Declarations

  /// The field whose value is being written: directly, in its list, or in its `sweep(…)`.
  private func declarationField(before count: Int) -> (noun: String, field: String)? {
    for frame in BracketFrame.open(in: reader, before: count).reversed() {
      switch frame {
      case .list: continue
      case .call("sweep"?, _): continue
      case .declaration(let noun, let opener):
        guard let field = field(after: opener, before: count) else { return nil }
        return (noun, field)
      default: return nil
      }
    }
    return nil
  }

  /// The last field's name after a declaration's brace.
  private func field(after opener: Int, before count: Int) -> String? {
    var depth = 0
    var found: String?
    for index in opener + 1..<max(opener + 1, count) {
      if case .symbol(let symbol) = reader.kind(index) {
        if symbol.closer != nil { depth += 1 }
        if symbol.isCloser { depth -= 1 }
      }
      guard depth == 0 else { continue }
      switch reader.kind(index) {
      case .symbol(.comma), .newline: found = nil
      case .symbol(.colon): found = found ?? reader.name(index - 1)
      default: break
      }
    }
    return found
  }

  /// The fields that the declaration has, before and after the cursor.
  private func givenFields(opener: Int, except cursor: Int) -> [String] {
    var lexer = Lexer(SourceFile(name: "", text: whole))
    let tokens = TokenReader(lexer.run())
    guard let start = tokens.tokens.firstIndex(where: { $0.lower == opener }) else { return [] }
    var fields: [String] = []
    var depth = 0
    for index in start..<tokens.tokens.count {
      if case .symbol(let symbol) = tokens.kind(index) {
        if symbol.closer != nil { depth += 1 }
        if symbol.isCloser { depth -= 1 }
        if depth == 0 { break }
      }
      if depth == 1, tokens.isKey(at: index), tokens.tokens[index].lower != cursor,
        let name = tokens.name(index)
      {
        fields.append(name)
      }
    }
    return fields
  }
}

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    let rest = drop { $0.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(rest[...last])
  }
}
