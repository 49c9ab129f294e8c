/// A top-level name where it is used.
package struct NameUse {
  package let name: String
  /// UTF-8 offsets in the file.
  package let range: Range<Int>
  /// Whether a function's body uses it, which may be run later and again.
  package let isInFunction: Bool
  /// False where it means a builtin, or the value of a cell.
  package let isDefined: Bool
}
