import Data
import Tuning
import XCTest

/// What a prompt makes of a row as text, without a tokenizer or a model.
final class TextRendererTests: XCTestCase {
  private let row = DataRow(index: 0, fields: ["review": "a warm film", "mood": "good"])

  private func renderer(
    _ template: String, soft: Int = 0, maxTokens: Int? = nil, form: TargetForm = .text,
    demos: [DataRow] = [], truncation: TextRenderer.Truncation? = nil
  ) throws -> TextRenderer {
    try TextRenderer(
      PromptPlan(
        template: try Template(template), soft: soft, answers: [.init(label: "good", words: "yes")],
        maxTokens: maxTokens),
      form: form, target: "mood", input: "review", endToken: "</s>", demos: demos,
      truncation: truncation)
  }

  func testTheTextOfARow() throws {
    XCTAssertEqual(
      try renderer("{soft:2}Review: {review}{sep}{mood}{end}", soft: 2).text(row),
      "{soft:2}Review: a warm film{sep}yes</s>")
    XCTAssertEqual(try renderer("{review} {mood}", form: .reply).text(row), "a warm film")
    let shown = DataRow(index: 1, fields: ["review": "cold", "mood": "good"])
    XCTAssertEqual(
      try renderer("{demos}{review} {mood}", demos: [shown]).text(row),
      "cold yes\na warm film yes")
  }

  func testTheTargetsSpan() throws {
    let parts = try renderer("é {mood}{end}.").parts(row, words: "yes", stopsAtTarget: false)
    guard case .text(let text, let targets)? = parts.first, parts.count == 1 else {
      return XCTFail("\(parts)")
    }
    XCTAssertEqual(text, "é yes</s>.")
    XCTAssertEqual(targets, [3..<10])
  }

  /// A tokenizer cuts texts; without one they stay whole.
  func testTruncation() throws {
    let whole = try renderer("{review} {mood}", maxTokens: 1)
    XCTAssertEqual(try whole.text(row), "a warm film yes")
    XCTAssertFalse(whole.isCut(row))
    let cut = try renderer("{review} {mood}", maxTokens: 1) { text, tokens in
      text.count > tokens ? String(text.prefix(tokens)) : nil
    }
    XCTAssertEqual(try cut.text(row), "a yes")
    XCTAssertTrue(cut.isCut(row))
  }
}
