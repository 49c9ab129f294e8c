/// What a tokenizer's file puts in front of, between and after one text, or two.
package struct TextFrame: Sendable {
  package struct Token: Equatable, Sendable {
    package let id: Int32
    /// The segment that BERT-like models take.
    package let typeID: Int32
  }

  package fileprivate(set) var front: [Token] = []
  /// Empty for one text.
  package fileprivate(set) var between: [Token] = []
  package fileprivate(set) var back: [Token] = []
  package fileprivate(set) var firstType: Int32 = 0
  package fileprivate(set) var secondType: Int32 = 0
}

extension Tokenizer {
  /// Around one text.
  package var frame: TextFrame { frame(of: postProcessor.single) }

  /// Around two texts; nil where the file has no template that puts the first before the second.
  package var pairFrame: TextFrame? {
    let sources = postProcessor.pair.compactMap { piece -> Encoding.Source? in
      if case .text(let source, _) = piece { source } else { nil }
    }
    return sources == [.first, .second] ? frame(of: postProcessor.pair) : nil
  }

  private func frame(of pieces: [PostProcessor.Piece]) -> TextFrame {
    var frame = TextFrame()
    var side = \TextFrame.front
    for piece in pieces {
      switch piece {
      case .tokens(let ids, let typeID):
        frame[keyPath: side] += ids.map { .init(id: $0, typeID: typeID) }
      case .text(.second, let typeID):
        frame.between = frame.back
        frame.back = []
        frame.secondType = typeID
      case .text(_, let typeID):
        frame.firstType = typeID
        side = \.back
      }
    }
    return frame
  }
}
