/// Inlines among which runs of `*` and `_` wait for those that close them: CommonMark's rule.
struct EmphasisStack {
  private struct Delimiter {
    let mark: Character
    var count: Int
    let opens: Bool
    let closes: Bool
    /// As it was written, before emphasis took of it.
    let length: Int
  }

  private enum Piece {
    case inline(MarkdownInline)
    case delimiter(Delimiter)
  }

  private var pieces: [Piece] = []

  mutating func append(_ inline: MarkdownInline) { pieces.append(.inline(inline)) }

  mutating func append(_ mark: Character, _ count: Int, opens: Bool, closes: Bool) {
    pieces.append(
      .delimiter(
        Delimiter(mark: mark, count: count, opens: opens, closes: closes, length: count)))
  }

  /// A stretch that begins with a delimiter which may still open, or the text before the first.
  private struct Frame {
    var opener: Delimiter?
    var content: [MarkdownInline] = []
  }

  /// Emphasis where runs close each other, and the others as text.
  func resolved() -> [MarkdownInline] {
    var frames = [Frame()]
    // How many openers of a kind are open, so that a run which closes none isn't searched for.
    var open: [Character: Int] = [:]
    for piece in pieces {
      switch piece {
      case .inline(let inline): frames[frames.count - 1].content.append(inline)
      case .delimiter(var delimiter):
        while delimiter.closes, delimiter.count > 0, open[delimiter.mark, default: 0] > 0,
          let index = opener(of: delimiter, in: frames)
        {
          while frames.count > index + 1 { Self.flatten(&frames, &open) }
          close(&delimiter, &frames, &open)
        }
        guard delimiter.count > 0 else { continue }
        if delimiter.opens, frames.count <= Self.deepest {
          frames.append(Frame(opener: delimiter))
          open[delimiter.mark, default: 0] += 1
        } else {
          frames[frames.count - 1].content.append(.text(Self.text(delimiter)))
        }
      }
    }
    while frames.count > 1 { Self.flatten(&frames, &open) }
    return Self.joined(frames[0].content)
  }

  /// Emphasis within each other deeper than this is text.
  private static let deepest = 32

  private func opener(of closer: Delimiter, in frames: [Frame]) -> Int? {
    for index in frames.indices.reversed() {
      guard let opener = frames[index].opener, opener.mark == closer.mark else { continue }
      // `**a*b**`: a run that could do both doesn't close one that makes three with it.
      let isOdd =
        (opener.closes || closer.opens) && (opener.length + closer.length) % 3 == 0
        && (opener.length % 3 != 0 || closer.length % 3 != 0)
      if !isOdd { return index }
    }
    return nil
  }

  /// The last frame's opener wasn't one.
  private static func flatten(_ frames: inout [Frame], _ open: inout [Character: Int]) {
    let frame = frames.removeLast()
    guard let opener = frame.opener else { return }
    open[opener.mark, default: 1] -= 1
    frames[frames.count - 1].content.append(.text(text(opener)))
    frames[frames.count - 1].content += frame.content
  }

  /// The last frame becomes emphasis, with as many marks as both runs have.
  private func close(
    _ closer: inout Delimiter, _ frames: inout [Frame], _ open: inout [Character: Int]
  ) {
    var frame = frames.removeLast()
    guard var opener = frame.opener else { return }
    let count = min(opener.count, closer.count) >= 2 ? 2 : 1
    opener.count -= count
    closer.count -= count
    let content = Self.joined(frame.content)
    let inline = count == 2 ? MarkdownInline.strong(content) : .emphasis(content)
    if opener.count > 0 {
      frame = Frame(opener: opener, content: [inline])
      frames.append(frame)
    } else {
      open[opener.mark, default: 1] -= 1
      frames[frames.count - 1].content.append(inline)
    }
  }

  private static func text(_ delimiter: Delimiter) -> String {
    String(repeating: String(delimiter.mark), count: delimiter.count)
  }

  /// With neighbouring texts as one.
  private static func joined(_ inlines: [MarkdownInline]) -> [MarkdownInline] {
    var result: [MarkdownInline] = []
    for inline in inlines {
      if case .text(let more) = inline, case .text(let text)? = result.last {
        result[result.count - 1] = .text(text + more)
      } else {
        result.append(inline)
      }
    }
    return result
  }
}
