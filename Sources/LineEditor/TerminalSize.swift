import Foundation

/// The window of a terminal in character cells.
package struct TerminalSize: Equatable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  /// The size of the terminal that a descriptor leads to; nil where it isn't known.
  package static func of(_ descriptor: Int32) -> TerminalSize? {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0
    else { return nil }
    return TerminalSize(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  /// Pixels across a character cell; nil where the terminal doesn't say.
  package static func cellWidth(_ descriptor: Int32) -> Double? {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
      window.ws_xpixel >= window.ws_col
    else { return nil }
    return Double(window.ws_xpixel) / Double(window.ws_col)
  }
}
