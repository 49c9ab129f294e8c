import Diagnostics
import Figures
import TextWidth

/// Text on two channels, results on one, remarks and faults on the other, and below both a live
/// line that is drawn again and again.
final class Console {
  let results: OutputChannel
  let remarks: OutputChannel
  /// Whether the last thing written left the cursor in the middle of a line.
  private var isMidLine = false
  private var showsLive = false
  /// The columns that the live line takes.
  private var liveWidth = 0
  /// Shows a text that is longer than the window; false where it didn't.
  var pager: ((_ text: String) -> Bool)?

  init(results: OutputChannel, remarks: OutputChannel) {
    self.results = results
    self.remarks = remarks
  }

  func write(_ text: String) { put(text, on: results) }
  /// Lines between results, after the end of the last.
  func separate(_ text: String) { put((isMidLine ? "\n" : "") + text, on: results) }
  func warn(_ text: String) { put(text, on: remarks) }

  func draw(_ figure: Figure) {
    if case .stack(let figures) = figure, figures.contains(where: \.isPicture) {
      for (index, part) in figures.enumerated() {
        if index > 0 { write("\n") }
        draw(part)
      }
      return
    }
    if figure.isPicture, let pictures = results.pictures(),
      let picture = pictures.draw(figure, columns: results.terminal().width)
    {
      return write(picture)
    }
    let terminal = results.terminal()
    let text = TerminalDrawer(terminal).draw(figure) + "\n"
    if case .help = figure, let pager, text.count(where: { $0 == "\n" }) >= terminal.height,
      pager(text)
    {
      return
    }
    write(text)
  }

  /// Clears a window; what was written to a file or a pipe stays.
  func clear() {
    guard results.canRedraw else { return }
    eraseLive()
    results.write("\u{1B}[H\u{1B}[2J")
    isMidLine = false
  }

  /// A remark on lines of its own.
  func remark(_ text: String) {
    eraseLive()
    put((isMidLine ? "\n" : "") + text + "\n", on: remarks)
  }

  /// Reports that ^C came, instead of the `^C` that the terminal has echoed.
  func reportInterrupt() {
    if remarks.canRedraw, !isMidLine { remarks.write("\r\u{1B}[K") }
    remark("interrupted")
  }

  func report(_ diagnostics: [Diagnostic]) {
    guard !diagnostics.isEmpty else { return }
    let terminal = remarks.terminal()
    let renderer = DiagnosticRenderer(
      colour: terminal.colour > .none, lineWidth: terminal.width - 10,
      windowWidth: remarks.canRedraw ? terminal.width : nil)
    eraseLive()
    put((isMidLine ? "\n" : "") + renderer.render(diagnostics), on: remarks)
  }

  private func put(_ text: String, on channel: OutputChannel) {
    guard let last = text.last else { return }
    eraseLive()
    channel.write(text)
    if channel.canRedraw { isMidLine = last != "\n" }
  }

  // MARK: The live line

  /// Replaces the last line by another, narrower than the window; only where lines can be redrawn.
  func showLive(_ line: String) {
    guard remarks.canRedraw else { return }
    remarks.write((isMidLine ? "\n" : liveStart) + line + "\u{1B}[K")
    isMidLine = false
    showsLive = true
    liveWidth = Self.width(of: line)
  }

  func eraseLive() {
    guard showsLive else { return }
    remarks.write(liveStart + "\u{1B}[K")
    showsLive = false
  }

  /// Goes to the start of the live line. A window that was made narrower has folded it into several
  /// rows, as most terminals do.
  private var liveStart: String {
    let above = showsLive ? max(0, liveWidth - 1) / max(1, remarks.terminal().width) : 0
    return above > 0 ? "\u{1B}[\(above)A\r\u{1B}[J" : "\r"
  }

  /// The columns of a line with colours in it.
  private static func width(of line: String) -> Int {
    var plain = ""
    var isEscape = false
    for character in line {
      if character == "\u{1B}" {
        isEscape = true
      } else if !isEscape {
        plain.append(character)
      } else if character.isLetter {
        isEscape = false
      }
    }
    return DisplayWidth.of(plain)
  }
}
