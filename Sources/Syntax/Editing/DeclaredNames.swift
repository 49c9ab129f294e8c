import Diagnostics

/// The names that a text introduces, in their order, whatever state the text is in; a declaration
/// that is still open has none yet.
package enum DeclaredNames {
  /// A name with the noun that declares it, if one does.
  package typealias Name = (name: String, noun: String?)

  package static func of(_ text: String) -> [Name] {
    var lexer = Lexer(SourceFile(name: "", text: text))
    let reader = TokenReader(lexer.run())
    var names: [Name] = []
    let open = openDeclarations(reader)
    var frames: [BracketFrame] = []
    for index in reader.tokens.indices {
      BracketFrame.take(index, reader, &frames)
      guard let name = reader.name(index) else { continue }
      if reader.isNoun(at: index - 1) {
        if !open.contains(index + 1) { names.append((name, reader.name(index - 1))) }
      } else if reader.isDefinition(at: index) || reader.kind(index + 1) == .symbol(.arrow)
        || isParameter(index, reader, in: frames.last)
      {
        names.append((name, nil))
      }
    }
    return names
  }

  /// Those that a file gives to files that use it.
  package static func topLevel(of file: SourceFile) -> [Name] {
    Parser.parse(file).cells.flatMap(\.statements).flatMap { statement -> [Name] in
      switch statement.kind {
      case .define(let names, _, _): names.map { ($0.name, nil) }
      case .function(let name, _): [(name.name, nil)]
      case .declare(let declaration): [(declaration.name.name, declaration.noun)]
      default: []
      }
    }
  }

  /// The indices of braces that only the lexer closed.
  private static func openDeclarations(_ reader: TokenReader) -> Set<Int> {
    let count = reader.tokens.lastIndex { !$0.isSynthetic && $0.upper > $0.lower } ?? -1
    var places: Set<Int> = []
    for case .declaration(_, let opener) in BracketFrame.open(in: reader, before: count + 1) {
      places.insert(opener)
    }
    return places
  }

  /// A name in `fn name(…)` that isn't part of a default.
  private static func isParameter(
    _ index: Int, _ reader: TokenReader, in frame: BracketFrame?
  ) -> Bool {
    guard case .parameters? = frame else { return false }
    return reader.kind(index - 1) == .symbol(.leftParen)
      || reader.kind(index - 1) == .symbol(.comma)
  }
}
