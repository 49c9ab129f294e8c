import Foundation

/// The cells that were entered, oldest first, and the way through them.
///
/// ↑ looks for older cells that begin with the text before the cursor when the walk began; the
/// walk ends as soon as the text is changed by anything else.
struct History {
  private(set) var entries: [String]
  private var walk: Walk?

  private struct Walk {
    var prefix: String
    var draft: EditBuffer
    /// The entry that is shown; `entries.count` for the draft.
    var index: Int
    /// What the last step showed.
    var shown: String
  }

  init(entries: [String] = []) {
    self.entries = entries
  }

  /// Adds a cell, unless it is blank or repeats the last; returns whether it did.
  mutating func add(_ text: String) -> Bool {
    walk = nil
    guard text.contains(where: { !$0.isWhitespace }), text != entries.last else { return false }
    entries.append(text)
    return true
  }

  /// Whether a buffer is an entry as the last step showed it.
  func shows(_ buffer: EditBuffer) -> Bool {
    walk?.shown == buffer.text && buffer.cursor == buffer.scalars.count
  }

  mutating func endWalk() {
    walk = nil
  }

  /// The older or newer cell to show in place of `buffer`, the cursor at its end; nil where there is
  /// none.
  mutating func step(_ direction: VerticalDirection, from buffer: EditBuffer) -> EditBuffer? {
    let text = buffer.text
    if walk?.shown != text {
      guard direction == .up else { return nil }
      walk = Walk(
        prefix: buffer.textBeforeCursor, draft: buffer, index: entries.count, shown: text)
    }
    guard var walk else { return nil }
    var index = walk.index
    repeat {
      index += direction == .up ? -1 : 1
    } while entries.indices.contains(index)
      && (!entries[index].hasPrefix(walk.prefix) || entries[index] == text)
    guard index >= 0, index <= entries.count, walk.index < entries.count || direction == .up else {
      return nil
    }
    walk.index = index
    let next = index == entries.count ? walk.draft : EditBuffer(entries[index])
    walk.shown = next.text
    self.walk = walk
    return next
  }

  /// The rest of the newest cell that begins with a text; nil where none does, or where it only has
  /// more rows, of which nothing could be shown.
  func suggestion(for text: String) -> String? {
    guard text.contains(where: { !$0.isWhitespace }), text.count > 1 else { return nil }
    for entry in entries.reversed() where entry.hasPrefix(text) && entry != text {
      let rest = entry.dropFirst(text.count)
      return rest.first?.isNewline == true ? nil : String(rest)
    }
    return nil
  }

  /// The newest entry before `index` that contains a pattern, and where. A pattern without
  /// capitals finds them too.
  func search(_ pattern: String, before index: Int) -> (index: Int, range: Range<String.Index>)? {
    guard !pattern.isEmpty else { return nil }
    let exact = pattern.contains { $0.isUppercase }
    for candidate in entries.indices.prefix(index).reversed() {
      let options: String.CompareOptions = exact ? [] : .caseInsensitive
      if let range = entries[candidate].range(of: pattern, options: options) {
        return (candidate, range)
      }
    }
    return nil
  }
}
