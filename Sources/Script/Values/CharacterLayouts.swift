/// The layouts of the strings that were indexed last, so that a loop over `s[i]` doesn't walk the
/// string again for each index.
package final class CharacterLayouts {
  private static let capacity = 4
  /// Strings that are walked as quickly as they are found.
  private static let shortest = 64

  private var layouts: [CharacterLayout] = []
  private var next = 0

  package init() {}

  func layout(of text: String) -> CharacterLayout {
    guard text.utf8.count > Self.shortest else { return CharacterLayout(text) }
    if let index = layouts.firstIndex(where: { $0.text.isSame(as: text) }) {
      if !layouts[index].isIndexed { layouts[index].index() }
      return layouts[index]
    }
    let layout = CharacterLayout(text)
    if layouts.count < Self.capacity {
      layouts.append(layout)
    } else {
      layouts[next] = layout
      next = (next + 1) % Self.capacity
    }
    return layout
  }

  /// Lets go of a string that is about to grow: held here too, it would be copied.
  func forget(_ text: String) {
    guard !layouts.isEmpty, text.utf8.count > Self.shortest else { return }
    layouts.removeAll { $0.text.isSame(as: text) }
    next = 0
  }
}

extension String {
  /// Whether two long strings share their bytes; equal bytes elsewhere don't count.
  fileprivate func isSame(as other: String) -> Bool {
    utf8.count == other.utf8.count && address == other.address
  }

  private var address: UnsafePointer<UInt8>? {
    utf8.withContiguousStorageIfAvailable { $0.baseAddress } ?? nil
  }
}
