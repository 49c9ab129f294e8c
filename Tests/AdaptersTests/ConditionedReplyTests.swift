import Adapters
import ReferenceData
import Tensors
import Transformers
import Tuning
import XCTest

/// What an encoder–decoder writes after PEFT's adapters, from a cache: the tokens that its logits
/// over the whole reply call the most likely.
final class ConditionedReplyTests: XCTestCase {
  func testReplies() throws {
    let table = try PeftTable()
    let pairs = table.pairs.filter { $0.task == "SEQ_2_SEQ_LM" && $0.refusal == nil }
    XCTAssertGreaterThanOrEqual(pairs.count, 14)
    for pair in pairs {
      let language = try ReferenceData.model(pair.modelFolder)
      let method = try Adapter(folder: pair.folder).method(for: language)
      let model = try XCTUnwrap(language.network.encoderDecoder)
      let task = try TaskModel(language, head: nil)
      let conditioning = method.conditioning(on: Tape(recording: false))
      let writer = ReplyWriter(model: model, conditioning: conditioning, ends: [])
      var settings = Generator.Settings()
      settings.tokens = 8
      for var row in table.rows(for: pair) {
        row.reply = writer.reply(to: row.codes, settings)
        XCTAssertEqual(row.reply.count, 8, pair.name)
        let logits = task.logits(
          task.batch([row], for: method), conditioning, on: Tape(recording: false)
        ).value
        let width = logits.shape[1]
        for (step, token) in row.reply.enumerated() {
          let own = logits.values[step * width..<(step + 1) * width]
          // Two as good as equal may change places by rounding.
          XCTAssertEqual(
            own.max()!, own[own.startIndex + Int(token)], accuracy: 1e-4,
            "\(pair.name) row \(row.row) token \(step)")
        }
      }
    }
  }
}
