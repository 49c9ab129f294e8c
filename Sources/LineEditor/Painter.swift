import Foundation

/// Brings a terminal from the frame it shows to the next, writing only rows that changed.
///
/// Moves are relative to the frame's first row, so that it works wherever the prompt is.
/// Wrapping by the terminal is off while it draws: a terminal that takes an emoji for wider than
/// we do then shows one row too long, and nothing below it goes astray.
final class Painter {
  private let descriptor: Int32
  private var shown: [Frame.Row] = []
  private var cursor = (row: 0, column: 0)
  /// The first row of the frame that is visible when it is taller than the window.
  private var top = 0
  private var columns = 0

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  var size: TerminalSize { TerminalSize.of(descriptor) ?? TerminalSize(columns: 80, rows: 24) }

  /// Shows a frame, and `notes` below it, which yield when the window is low.
  func paint(_ frame: Frame, notes: [Frame.Row] = []) {
    let size = size
    columns = size.columns
    let notes = notes.prefix(max(0, size.rows - 1))
    let height = max(1, size.rows - notes.count)
    if frame.rows.count <= height {
      top = 0
    } else {
      top = min(max(top, frame.cursorRow - height + 1), frame.cursorRow)
      top = min(top, frame.rows.count - height)
    }
    let visible = Array(frame.rows.dropFirst(top).prefix(height)) + notes
    var output = "\u{1B}[?25l\u{1B}[?7l"
    for (index, row) in visible.enumerated() where index >= shown.count || shown[index] != row {
      move(to: index, &output)
      output += "\r" + row.content
      // At the last column an erase would take the character just written.
      if row.width < size.columns { output += "\u{1B}[K" }
    }
    if shown.count > visible.count {
      move(to: visible.count, &output)
      output += "\r\u{1B}[J"
    }
    shown = visible
    move(to: frame.cursorRow - top, &output)
    output += "\r" + (frame.cursorColumn > 0 ? "\u{1B}[\(frame.cursorColumn)C" : "")
    cursor.column = frame.cursorColumn
    write(output + "\u{1B}[?7h\u{1B}[?25h")
  }

  /// Leaves the whole frame standing, followed by `suffix`, and goes below it. A frame taller than
  /// the window is written again in full, so that it can be read in the scrollback.
  func finish(_ frame: Frame, suffix: String = "") {
    var output = ""
    if frame.rows.count > size.rows {
      move(to: 0, &output)
      output += "\r\u{1B}[J" + frame.rows.map(\.content).joined(separator: "\r\n")
    } else {
      var last = frame
      last.cursorRow = frame.rows.count - 1
      last.cursorColumn = min(frame.rows[last.cursorRow].width, size.columns - 1)
      paint(last)
    }
    write(output + suffix + "\r\n")
    forget()
  }

  /// Starts again on the row where the terminal's cursor is.
  func forget() {
    shown = []
    cursor = (0, 0)
    top = 0
  }

  /// Clears what is shown after the window changed. A narrower window has folded the rows that no
  /// longer fit, as most terminals do.
  func clearAfterResize() {
    let size = size
    var above = cursor.row
    if size.columns < columns {
      let folded = shown.prefix(cursor.row).map { max(1, ($0.width - 1) / size.columns + 1) }
      above = folded.reduce(0, +) + cursor.column / size.columns
    }
    above = min(above, size.rows - 1)
    write((above > 0 ? "\u{1B}[\(above)A" : "") + "\r\u{1B}[J")
    forget()
  }

  func clearScreen() {
    write("\u{1B}[H\u{1B}[2J")
    shown = []
    cursor = (0, 0)
  }

  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, 1000)
      } else if errno != EINTR {
        return  // The terminal is gone; the next read will say so.
      }
    }
  }

  private func move(to row: Int, _ output: inout String) {
    if row > cursor.row {
      output += String(repeating: "\r\n", count: row - cursor.row)
    } else if row < cursor.row {
      output += "\u{1B}[\(cursor.row - row)A"
    }
    cursor.row = row
  }
}
