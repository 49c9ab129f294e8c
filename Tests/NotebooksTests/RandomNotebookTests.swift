import Notebooks
import XCTest

/// Notebooks that are worked on at random: whatever was typed, edited, moved, run again and taken out,
/// once nothing is stale the saved file shows what the session shows.
final class RandomNotebookTests: SessionTestCase {
  func testASettledNotebookIsWhatItsFileGives() {
    for seed in 1...150 as ClosedRange<UInt64> { work(seed: seed) }
  }

  private func work(seed: UInt64) {
    var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15)
    let session = session()
    let interactive = InteractiveSession(
      session, runs: RunPages(folder: folder.appendingPathComponent("home"), emit: session.emit))
    var log: [String] = []
    func submit(_ input: String) {
      log.append(input)
      XCTAssertEqual(interactive.submit(input), .none)
    }
    for _ in 0..<16 {
      let numbers = session.cells.compactMap(\.number)
      switch random.below(numbers.isEmpty ? 1 : 10) {
      case 0...4: submit(random.cell())
      case 5:
        let (number, text) = (random.pick(numbers), random.cell())
        log.append(":edit \(number) → \(text)")
        guard case .edit = interactive.submit(":edit \(number)") else { return XCTFail("no edit") }
        interactive.finishEdit(text)
      case 6: submit(":run \(random.pick(numbers))")
      case 7: submit(":move \(random.pick(numbers)) after \(random.pick(numbers))")
      case 8: submit(":delete \(random.pick(numbers))")
      default: submit(":run stale")
      }
    }
    // A cell that can't run any more is taken out; what used it then can't either.
    for _ in 0..<100 {
      submit(":run stale")
      let broken = session.cells.first { $0.ending != .finished || session.isStale($0) }
      guard let broken, let number = broken.number else { break }
      submit(":delete \(number)")
    }
    let shown = session.cells.compactMap { $0.value.text.isEmpty ? nil : $0.value.text }
    let notebook = session.notebook
    let start = sink.outputs.count
    let text = "\(log.joined(separator: "\n"))\n---\n\(notebook.text)"
    guard notebook.cellCount > 0 else { return }
    XCTAssertEqual(
      self.session().run(file: file(notebook.text)), .finished, "seed \(seed)\n\(text)")
    let values = sink.outputs[start...].compactMap { output -> String? in
      guard case .value(let data, _) = output else { return nil }
      return data.content(.plainText)
    }
    XCTAssertEqual(values, shown.filter { $0 != "none" }, "seed \(seed)\n\(text)")
  }
}

extension Session {
  fileprivate func isStale(_ cell: NotebookCell) -> Bool {
    staleCells.all.contains { $0.cell.number == cell.number }
  }
}

/// Draws cells of a few names, so that they meet.
private struct Generator {
  var state: UInt64

  mutating func below(_ count: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % count
  }

  mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }

  private mutating func term() -> String {
    pick(["a", "b", "c", "n", "f(2)", "g(1)", "\(below(9))", "\(below(9))"])
  }

  mutating func cell() -> String {
    let value = "\(term()) + \(term())"
    switch below(9) {
    case 0, 1: return "let \(pick(["a", "b", "c"])) = \(below(9))"
    case 2: return "let \(pick(["a", "b", "c"])) = \(value)"
    case 3: return "var n = \(below(9))"
    case 4: return "n += \(term())"
    case 5: return "fn f(x) { x + \(term()) }"
    case 6: return "fn g(x) { f(x) * \(pick(["a", "2", "n"])) }"
    default: return value
    }
  }
}
