import Diagnostics
import Figures
import Script

/// Where a session speaks: results on one channel, remarks and faults on the other, and below both
/// a live line that is drawn again and again.
package final class Console {
  package let results: OutputChannel
  package let remarks: OutputChannel
  /// Whether the last thing written left the cursor in the middle of a line.
  private var isMidLine = false
  private var showsLive = false

  package init(results: OutputChannel, remarks: OutputChannel) {
    self.results = results
    self.remarks = remarks
  }

  package func write(_ text: String) { put(text, on: results) }
  package func warn(_ text: String) { put(text, on: remarks) }

  /// Shows a value, drawn where it has a figure; `none` shows nothing.
  package func display(_ value: Value) {
    if let figure = Figure(value) {
      write(TerminalDrawer(results.terminal()).draw(figure) + "\n")
    }
  }

  /// A remark on lines of its own.
  package func remark(_ text: String) {
    eraseLive()
    put((isMidLine ? "\n" : "") + text + "\n", on: remarks)
  }

  /// Says that ^C came, in place of the `^C` that the terminal has echoed.
  func tellInterrupt() {
    if remarks.canRedraw, !isMidLine { remarks.write("\r\u{1B}[K") }
    remark("interrupted")
  }

  package func report(_ diagnostics: [Diagnostic]) {
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

  /// Shows a line, narrower than the window, in place of the last; only where lines can be redrawn.
  func showLive(_ line: String) {
    guard remarks.canRedraw else { return }
    remarks.write((isMidLine ? "\n" : "\r") + line + "\u{1B}[K")
    isMidLine = false
    showsLive = true
  }

  func eraseLive() {
    guard showsLive else { return }
    remarks.write("\r\u{1B}[K")
    showsLive = false
  }
}
