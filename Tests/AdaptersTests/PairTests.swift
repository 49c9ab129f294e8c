import Foundation
import JSON
import ReferenceData
import Tensors
import Transformers
import Tuning
import XCTest

/// Every pair of a PEFT method and a model family: PEFT's adapter gives PEFT's logits here, ten
/// AdamW steps have PEFT's losses, and the adapter that is saved is PEFT's own. Prints the table.
final class PairTests: XCTestCase {
  /// Folders of gemma3 hold a gemma3_text among other models, and that one is tuned.
  private static let wrappers: Set = ["gemma3"]

  func testNoPairIsLeftOut() throws {
    let table = try PeftTable()
    let families = Set(table.pairs.map(\.family))
    XCTAssertEqual(
      Set(ModelDescription.knownTypes).subtracting(families).subtracting(Self.wrappers), [],
      "the table lacks a family")
    let methods = Set(table.pairs.map(\.method))
    XCTAssertEqual(
      methods,
      [
        "lora", "multitask", "prefix", "prefix-projected", "prompt", "ptuning-lstm", "ptuning-mlp",
      ])
    for family in families {
      let own = table.pairs.filter { $0.family == family }
      for task in Set(own.map(\.task)) {
        XCTAssertEqual(Set(own.filter { $0.task == task }.map(\.method)), methods)
      }
      XCTAssertTrue(own.contains { $0.task == "SEQ_CLS" }, family)
    }
  }

  func testEveryPair() throws {
    let table = try PeftTable()
    // Kept for scripts/fixtures/check_saved_pairs.py where a folder is named.
    let kept = ProcessInfo.processInfo.environment["PTS_SAVED_PAIRS"].map(
      URL.init(fileURLWithPath:))
    let root =
      kept
      ?? FileManager.default.temporaryDirectory.appendingPathComponent("pairs-\(UUID().uuidString)")
    defer { if kept == nil { try? FileManager.default.removeItem(at: root) } }
    var lines: [String] = []
    for pair in table.pairs {
      let title = pair.name.padding(toLength: 38, withPad: " ", startingAt: 0)
      if let refusal = pair.refusal {
        lines.append("\(title) PEFT refuses: \(refusal)")
        continue
      }
      do {
        let figures = try PairCheck(pair, table).run(
          writingTo: root.appendingPathComponent(pair.name))
        lines.append("\(title) \(figures)")
        if let fault = figures.fault { XCTFail("\(pair.name): \(fault)") }
      } catch {
        lines.append("\(title) fails: \(error)")
        XCTFail("\(pair.name): \(error)")
      }
    }
    print(lines.joined(separator: "\n"))
  }
}
