import Foundation
import Tensors
import Transformers
import Tuning
import TuningFixtures
import XCTest

/// Generation with a cache against the whole row run again for every token.
final class GenerationTests: XCTestCase {
  func testTheCacheChangesNothing() throws {
    let model = try TinyModel()
    let tape = Tape(recording: false)
    let conditioning = model.soft(3).conditioning(on: tape)
    let codes: [Int32] = [-1, -2, -3] + model.language.tokenizer.encode("the film was").ids
    var settings = Generator.Settings()
    settings.tokens = 12
    let cached = Generator(model: model.causal, conditioning: conditioning, ends: [])
      .continuation(of: codes, settings)
    var row = codes
    for _ in 0..<12 {
      let logits = model.causal.logits(
        ForwardPass(TokenLayout(row: row), conditioning: conditioning, on: tape),
        rows: [Int32(row.count - 1)]
      ).value.values
      row.append(Int32(logits.firstIndex(of: logits.max()!)!))
    }
    XCTAssertEqual(cached, Array(row.dropFirst(codes.count)))
  }

  func testGenerationStopsAtTheLastPosition() throws {
    let model = try TinyModel()
    let codes = [Int32](repeating: 70, count: 90)
    var settings = Generator.Settings()
    settings.tokens = 500
    let generator = Generator(model: model.causal, conditioning: Conditioning(), ends: [])
    XCTAssertEqual(generator.continuation(of: codes, settings).count, 6)
  }

  private static func sampler(temperature: Double, topK: Int?, seed: UInt64) -> Sampler {
    var settings = Generator.Settings()
    settings.temperature = temperature
    settings.topK = topK
    return Sampler(settings, seed: seed)
  }

  func testSamplingFollowsTheDistributionAndTheSeed() {
    let logits: [Float] = [0, 1, 2, -30]
    let weights = logits.map { exp(Double($0) / 1.5) }
    var sampler = Self.sampler(temperature: 1.5, topK: nil, seed: 2)
    var counts = [0, 0, 0, 0]
    logits.withUnsafeBufferPointer { logits in
      for _ in 0..<20_000 { counts[Int(sampler.choose(logits))] += 1 }
    }
    for (count, weight) in zip(counts, weights) {
      XCTAssertEqual(Double(count) / 20_000, weight / weights.reduce(0, +), accuracy: 0.015)
    }
    var narrow = Self.sampler(temperature: 5, topK: 2, seed: 2)
    logits.withUnsafeBufferPointer { logits in
      for _ in 0..<500 { XCTAssertTrue([1, 2].contains(narrow.choose(logits))) }
    }
    for (logits, k, likeliest) in [
      ([1, 3, 3, 2, 3] as [Float], 2, [1, 2, 4]), ((0..<100).map(Float.init), 3, [97, 98, 99]),
      ((0..<100).map { -Float($0) }, 3, [0, 1, 2]), ([5, 5, 5], 7, [0, 1, 2]),
    ] {
      var sampler = Self.sampler(temperature: 40, topK: k, seed: 3)
      let drawn = logits.withUnsafeBufferPointer { logits in
        Set((0..<300).map { _ in Int(sampler.choose(logits)) })
      }
      XCTAssertEqual(drawn, Set(likeliest))
    }
  }
}
