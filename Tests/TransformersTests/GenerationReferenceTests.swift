import Checkpoints
import Foundation
import ReferenceData
import Tensors
import Transformers
import XCTest

/// The settings of `generate` against transformers; made by scripts/fixtures/generation_goldens.py.
final class GenerationReferenceTests: XCTestCase {
  private static func golden() throws -> ReferenceData.Record {
    try ReferenceData.json(ReferenceData.root.appendingPathComponent("generation.json"))
  }

  private static func settings(_ golden: ReferenceData.Record) -> Generator.Settings {
    var settings = Generator.Settings()
    settings.tokens = 12
    settings.temperature = golden["temperature"]?.double ?? 0
    settings.topK = golden["top_k"]?.int
    settings.topP = golden["top_p"]?.double
    settings.minP = golden["min_p"]?.double
    settings.repetitionPenalty = golden["repetition_penalty"]?.double ?? 1
    settings.beams = golden["num_beams"]?.int ?? 1
    settings.samples = golden["num_return_sequences"]?.int ?? 1
    settings.lengthPenalty = golden["length_penalty"]?.double ?? 1
    return settings
  }

  func testProbabilities() throws {
    let cases = try XCTUnwrap(Self.golden()["sampling"]?.array)
    XCTAssertGreaterThan(cases.count, 15)
    for (index, golden) in cases.enumerated() {
      var settings = Self.settings(golden["settings"]!)
      if settings.temperature == 0 { settings.temperature = 1 }
      let sampler = Sampler(settings, seed: 0, after: golden["seen"]!.ids)
      let logits = golden["logits"]!.numbers.map(Float.init)
      let found = logits.withUnsafeBufferPointer { sampler.candidates(after: $0) }
      XCTAssertEqual(found.map { Int32($0.id) }, golden["ids"]!.ids, "case \(index)")
      let total = found.reduce(0) { $0 + $1.weight }
      for (candidate, expected) in zip(found, golden["probabilities"]!.numbers) {
        XCTAssertEqual(candidate.weight / total, expected, accuracy: 1e-6, "case \(index)")
      }
    }
  }

  func testBeamsAndRepetitionPenalty() throws {
    for golden in try XCTUnwrap(Self.golden()["texts"]?.array) {
      let name = golden["folder"]!.string!
      let language = try ReferenceData.model(
        ReferenceData.root.appendingPathComponent("models").appendingPathComponent(name))
      for test in golden["cases"]!.array! {
        let settings = Self.settings(test["settings"]!)
        let ends = Set([test["end"]?.int.map(Int32.init)].compactMap(\.self))
        let row = test["row"]!.ids
        let texts: [[Int32]]
        if let model = language.network.encoderDecoder {
          texts = ReplyWriter(model: model, conditioning: Conditioning(), ends: ends)
            .replies(to: [row], settings)
        } else {
          texts = Generator(
            model: try XCTUnwrap(language.causal), conditioning: Conditioning(), ends: ends
          ).continuations(of: [row], settings)
        }
        XCTAssertEqual(
          texts, test["texts"]!.array!.map(\.ids), "\(name) \(test["settings"]!) ends \(ends)")
      }
    }
  }

  /// A row's beams don't depend on the rows beside it, nor on where a prefix and soft tokens stand.
  func testBeamsBehindSoftTokens() throws {
    for name in ["tiny", "llama-grouped", "phi3-long", "gemma2-capped"] {
      let folder = ReferenceData.root.appendingPathComponent("models").appendingPathComponent(name)
      let model = try XCTUnwrap(try ReferenceData.model(folder).causal)
      let soft = Variable(
        try SafeTensors(folder.appendingPathComponent("goldens.safetensors")).tensor("soft"))
      let generator = Generator(model: model, conditioning: Conditioning(soft: soft), ends: [])
      let front = (0..<Int32(soft.shape[0])).map { -1 - $0 }
      let rows: [[Int32]] = [front + [7, 8, 9], front, front + [40, 41, 42, 43, 44]]
      var settings = Generator.Settings()
      settings.tokens = 14
      settings.beams = 3
      settings.samples = 2
      let together = generator.continuations(of: rows, settings)
      XCTAssertEqual(together, rows.flatMap { generator.continuations(of: [$0], settings) }, name)
      // What is found is at least as likely as what is likeliest step by step.
      settings.beams = 1
      settings.samples = 1
      for (index, row) in rows.enumerated() {
        let greedy = generator.continuation(of: row, settings)
        XCTAssertGreaterThanOrEqual(
          Self.logProbability(of: together[2 * index], after: row, model, soft),
          Self.logProbability(of: greedy, after: row, model, soft) - 1e-3, name)
      }
    }
  }

  /// Σ log p of some tokens, of the whole row run at once.
  private static func logProbability(
    of tokens: [Int32], after row: [Int32], _ model: any CausalModel, _ soft: Variable
  ) -> Double {
    let codes = row + tokens
    let logits = model.logits(
      ForwardPass(
        TokenLayout(row: codes), conditioning: Conditioning(soft: soft), on: Tape(recording: false)),
      rows: (row.count - 1..<codes.count - 1).map(Int32.init)
    ).value
    let width = logits.shape[1]
    return zip(tokens.indices, tokens).reduce(0) { sum, token in
      let own = logits.values[token.0 * width..<(token.0 + 1) * width].map { Double($0) }
      let highest = own.max()!
      let total = own.reduce(0) { $0 + exp($1 - highest) }
      return sum + own[Int(token.1)] - highest - log(total)
    }
  }
}
