/// The outputs of a cell, as the cell keeps them: texts joined, a run as it ended, pictures condensed;
/// no more of them than a budget allows.
struct OutputRecord {
  private var kept: [CellOutput] = []
  /// Outputs that exceeded the budget.
  private(set) var omittedCount = 0
  /// Text that the next piece may continue.
  private var text = ""
  private var textIsError = false
  private var byteCount = 0
  /// Whether the next output clears those before it.
  private var clears = false

  /// Of one cell.
  static let budget = 4 << 20

  var outputs: [CellOutput] {
    text.isEmpty ? kept : kept + [textIsError ? .stderr(text) : .stdout(text)]
  }

  mutating func append(_ output: CellOutput) {
    if case .clear(let waits) = output { return clear(waits: waits) }
    if clears { self = OutputRecord() }
    switch output {
    case .clear: break
    case .stdout(let piece): append(piece, isError: false)
    case .stderr(let piece): append(piece, isError: true)
    case .notice(let text): append(output, byteCount: text.utf8.count)
    case .display(let data):
      let data = DisplayData(data.figure.condensed)
      append(.display(data), byteCount: data.figure.byteCount)
    case .value(let data, let cell):
      let data = DisplayData(data.figure.condensed)
      append(.value(data, cell: cell), byteCount: data.figure.byteCount)
    case .diagnostics, .interrupted: append(output, byteCount: 256)
    case .run(let report):
      guard report.moment == .ended else { return }
      append(output, byteCount: 8 * report.progress.losses.count)
    case .work, .heading: return
    case .download(let report):
      if case .fetched = report.event { append(output, byteCount: 256) }
    }
  }

  private mutating func clear(waits: Bool) {
    if waits { clears = true } else { self = OutputRecord() }
  }

  private mutating func append(_ output: CellOutput, byteCount: Int) {
    guard fits(byteCount) else { return }
    kept = outputs
    text = ""
    kept.append(output)
  }

  private mutating func append(_ piece: String, isError: Bool) {
    guard !piece.isEmpty, fits(piece.utf8.count) else { return }
    if isError != textIsError {
      kept = outputs
      text = ""
      textIsError = isError
    }
    text += piece
  }

  /// Whether `byteCount` more bytes are kept; outputs that aren't are counted.
  private mutating func fits(_ byteCount: Int) -> Bool {
    // Small things take memory too.
    let size = byteCount + 32
    guard self.byteCount + size <= Self.budget else {
      omittedCount += 1
      return false
    }
    self.byteCount += size
    return true
  }
}
