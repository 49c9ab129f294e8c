import Foundation
import Pseudoterminal
import XCTest

/// Whatever was typed, what was drawn a piece at a time is what a fresh screen shows.
final class RandomKeysTests: ProbeTestCase {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }

  private static let keys: [String] = {
    var keys = ["a", "b ", "日", "🎉", "ü", "e\u{301}", "{", "(", "}", "long_word_that_wraps "]
    keys += ["A", "B", "C", "D", "H", "F", "3~", "1;5C", "1;5D"].map { "\u{1B}[" + $0 }
    keys += "ABEFKNPTUWY_H".map { Key.control($0) }
    keys += [Key.enter, Key.altEnter, Key.backspace, Key.tab, "\u{1B}b", "\u{1B}f", "\u{1B}d"]
    keys += ["\u{1B}[200~pasted\rrows 語\rof text\u{1B}[201~", Key.control("R") + "a\u{7}"]
    return keys
  }()

  func testTheScreenIsAlwaysWhatAFreshOneShows() throws {
    var generator = Generator(state: 7)
    for (columns, rows, settings) in [(40, 12, ""), (11, 5, ""), (23, 7, "bind -v\n")] {
      try Data(settings.utf8).write(to: folder.appendingPathComponent(".editrc"))
      let terminal = try start(columns: columns, rows: rows)
      for round in 0..<6 {
        // An open bracket keeps Enter from submitting.
        terminal.send("[(")
        var sent: [String] = []
        for _ in 0..<40 {
          sent.append(Self.keys.randomElement(using: &generator)!)
          terminal.send(sent.last!)
          if Bool.random(using: &generator) { terminal.settle(0.004) }
        }
        terminal.settle(0.2)
        if let status = terminal.waitForExit(0) {
          return XCTFail(
            "\(columns)x\(rows) round \(round): status \(status) after \(sent):\n"
              + terminal.screen.text)
        }
        let drawn = terminal.screen
        terminal.send(Key.control("L"))
        terminal.settle(0.05)
        let fresh = terminal.screen
        let top = drawn.cursorRow - fresh.cursorRow
        XCTAssertEqual(drawn.cursorColumn, fresh.cursorColumn)
        XCTAssertTrue(
          top >= 0 && Array(drawn.rows[max(0, top)...]) == Array(fresh.rows.prefix(rows - top)),
          "\(columns)x\(rows) round \(round) \(sent):\n\(drawn.text)\n--- fresh:\n\(fresh.text)")
        terminal.send(Key.control("C"))
        XCTAssertTrue(terminal.waitUntilReading())
        terminal.settle(0.05)
      }
      XCTAssertEqual(terminal.screen.unknown, [])
    }
  }
}
