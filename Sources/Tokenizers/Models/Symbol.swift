/// A token within a word while it is being merged.
struct Symbol {
  var id: Int32
  /// Byte of the word at which it ends, counted from the word's start.
  var end: Int32
}
