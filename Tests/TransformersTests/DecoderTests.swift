import Checkpoints
import ReferenceData
import Tensors
import Transformers
import XCTest

/// What holds of every decoder beyond its logits: soft prompts, gradients, shared prefixes, caches.
final class DecoderTests: XCTestCase {
  private func logits(
    _ model: LocalModel, _ layout: TokenLayout, soft: Variable? = nil, rows: Range<Int>? = nil,
    cache: KeyValueCache? = nil, on tape: Tape = Tape(recording: false)
  ) -> Variable {
    let rows = rows ?? layout.codes.indices
    return model.causal!.logits(
      ForwardPass(layout, conditioning: Conditioning(soft: soft), cache: cache, on: tape),
      rows: rows.map(Int32.init))
  }

  func testEveryKnownTypeHasTwoModels() throws {
    let types = try ReferenceData.allModels().map {
      try ModelDescription(folder: $0).shape.modelType
    }
    for type in ModelDescription.knownTypes {
      XCTAssertGreaterThanOrEqual(types.count { $0 == type }, 2, type)
    }
  }

  /// Logits, loss, gradient and greedy continuation after a soft prompt, against transformers'.
  func testSoftPrompts() throws {
    for folder in try ReferenceData.models() {
      let name = folder.lastPathComponent
      let model = try ReferenceData.model(folder)
      let goldens = try SafeTensors(folder.appendingPathComponent("goldens.safetensors"))
      let golden = try ReferenceData.json(folder.appendingPathComponent("goldens.json"))["soft"]!
      let soft = Variable(try goldens.tensor("soft"), requiresGradient: true)
      let (ids, tokens) = (golden["ids"]!.ids, soft.shape[0])
      XCTAssertEqual(soft.shape[1], model.network.shape.hiddenSize, name)
      let codes = (0..<tokens).map { Int32(-1 - $0) } + ids
      let layout = TokenLayout(row: codes)

      let all = logits(model, layout, soft: soft)
      XCTAssertLessThan(distance(all.value, try goldens.tensor("soft.logits")), 1e-4, name)

      let tape = Tape()
      let loss = tape.crossEntropy(
        logits(model, layout, soft: soft, rows: tokens - 1..<codes.count - 1, on: tape),
        targets: ids)
      let expected = Float(golden["loss"]!.double!)
      XCTAssertEqual(loss.value.values[0], expected, accuracy: 1e-4 * expected, name)
      tape.backward(from: loss)
      XCTAssertLessThan(
        distance(try XCTUnwrap(soft.gradient), try goldens.tensor("soft.gradient")), 1e-4, name)

      var settings = Generator.Settings()
      settings.tokens = 20
      XCTAssertEqual(
        Generator(model: model.causal!, conditioning: Conditioning(soft: soft), ends: [])
          .continuation(
            of: codes, settings),
        golden["greedy"]!.ids, name)
    }
  }

  /// Rows of several lengths after one prefix, itself after soft tokens, come out as each does alone.
  func testSharedPrefixes() throws {
    for folder in try ReferenceData.models() {
      let name = folder.lastPathComponent
      let model = try ReferenceData.model(folder)
      let soft = Variable(
        try SafeTensors(folder.appendingPathComponent("goldens.safetensors")).tensor("soft"))
      let prefix: [Int32] = [-1, -2, 5, 9, -3, 11]
      let rows: [[Int32]] = [[7], [20, 3, 4, 8, 1, 2, 30, 6, 6, 12], [15, 31, 2]]
      var (codes, positions) = (prefix, prefix.indices.map(Int32.init))
      var blocks = [
        AttentionPattern.Block(
          queries: prefix.indices, keys: [.init(range: prefix.indices, isCausal: true)])
      ]
      var places: [Range<Int>] = []
      for row in rows {
        let place = codes.count..<codes.count + row.count
        codes += row
        positions += row.indices.map { Int32(prefix.count + $0) }
        blocks.append(
          .init(
            queries: place,
            keys: [
              .init(range: prefix.indices, isCausal: false), .init(range: place, isCausal: true),
            ]))
        places.append(place)
      }
      let layout = TokenLayout(
        codes: codes, positions: positions, pattern: AttentionPattern(blocks: blocks))
      for (row, place) in zip(rows, places) {
        let together = logits(model, layout, soft: soft, rows: place)
        let alone = logits(
          model, TokenLayout(row: prefix + row), soft: soft,
          rows: prefix.count..<prefix.count + row.count)
        XCTAssertLessThan(distance(together.value, alone.value), 1e-5, name)
      }
    }
  }

  /// A row through a cache in pieces of several lengths comes out as in one pass.
  func testCachedPieces() throws {
    for folder in try ReferenceData.models()
    // Pieces before the long frequencies keep the short ones.
    where !folder.lastPathComponent.hasSuffix("-long") {
      let model = try ReferenceData.model(folder)
      let ids = (0..<25).map { Int32(($0 * 37 + 11) % 300) }
      let whole = logits(model, TokenLayout(row: ids)).value
      let cache = KeyValueCache(shape: model.network.shape, capacity: ids.count)
      var pieces: [Float] = []
      for piece in [0..<4, 4..<5, 5..<17, 17..<25] {
        let layout = TokenLayout(row: Array(ids[piece]), past: piece.lowerBound)
        pieces += logits(model, layout, cache: cache).value.values
      }
      XCTAssertLessThan(
        distance(Tensor(pieces, shape: whole.shape), whole), 1e-5, folder.lastPathComponent)
    }
  }

  /// Weights drawn from a seed: every architecture can be trained from nothing.
  func testRandomStarts() throws {
    for folder in try ReferenceData.allModels() {
      let description = try ModelDescription(folder: folder)
      let model = try LocalModel(description, start: .random(seed: 3), trainable: true)
      let tape = Tape()
      var output = model.output([1, 2, 3, 4], on: tape)
      if model.kind == .encoder { output = model.network.pooled(output, on: tape) }
      let loss = tape.crossEntropy(output, targets: [2, 3, 4, 5])
      if model.kind != .encoder {
        let uniform = Foundation.log(Double(description.shape.vocabularySize))
        XCTAssertEqual(Double(loss.value.values[0]), uniform, accuracy: 0.5)
      }
      tape.backward(from: loss)
      for parameter in model.network.parameters {
        XCTAssertNotNil(
          parameter.variable?.gradient, "\(folder.lastPathComponent) \(parameter.name)")
      }
    }
  }
}
