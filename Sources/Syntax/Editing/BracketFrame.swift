/// An open bracket and what it holds.
enum BracketFrame {
  /// The fields of `noun name {`; with the brace's index.
  case declaration(noun: String, opener: Int)
  case record
  case block
  case list
  /// The arguments of a call, or a plain parenthesis where nothing is called.
  case call(String?, opener: Int)
  /// The parameters of `fn name(`.
  case parameters

  /// The brackets still open before a token, outermost first.
  static func open(in reader: TokenReader, before count: Int) -> [BracketFrame] {
    var frames: [BracketFrame] = []
    for index in 0..<min(count, reader.tokens.count) { take(index, reader, &frames) }
    return frames
  }

  /// Opens or closes the bracket that a token is.
  static func take(_ index: Int, _ reader: TokenReader, _ frames: inout [BracketFrame]) {
    guard case .symbol(let symbol) = reader.kind(index) else { return }
    if symbol.isCloser {
      _ = frames.popLast()
    } else if symbol.closer != nil {
      frames.append(frame(symbol, index, reader))
    }
  }

  private static func frame(_ symbol: Punctuator, _ index: Int, _ reader: TokenReader)
    -> BracketFrame
  {
    switch symbol {
    case .leftBracket: return .list
    case .leftParen:
      let isNamed = reader.name(index - 1) != nil
      if reader.kind(isNamed ? index - 2 : index - 1) == .keyword(.fn) { return .parameters }
      return .call(reader.name(index - 1), opener: index)
    default: return brace(index, reader)
    }
  }

  private static func brace(_ index: Int, _ reader: TokenReader) -> BracketFrame {
    if reader.isNoun(at: index - 2), let noun = reader.name(index - 2) {
      return .declaration(noun: noun, opener: index)
    }
    switch reader.kind(index - 1) {
    case .name, .number, .string, .keyword(.else), .keyword(.try), .keyword(.catch),
      .keyword(.true), .keyword(.false),
      .keyword(.none):
      return .block
    case .symbol(.arrow): return reader.isKey(at: index + 1) ? .record : .block
    case .symbol(let symbol): return symbol.isCloser ? .block : .record
    default: return .record
    }
  }
}
