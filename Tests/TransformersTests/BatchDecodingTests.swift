import Checkpoints
import Random
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Rows that decode together become what each would become alone.
final class BatchDecodingTests: XCTestCase {
  private func settings(_ tokens: Int) -> Generator.Settings {
    var settings = Generator.Settings()
    settings.tokens = tokens
    return settings
  }

  /// What the logits of the whole row, run again for every token, call the likeliest; where earlier keys
  /// keep their angles when later ones get others, those of the newest token after a cache of its own.
  private func greedy(
    _ model: any CausalModel, _ codes: [Int32], _ conditioning: Conditioning, tokens: Int
  ) -> [Int32] {
    let keepsKeys = model.angleLimit != nil && model.cacheLimit == nil
    let cache = keepsKeys ? KeyValueCache(shape: model.shape, capacity: 1) : nil
    var row = codes
    for _ in 0..<tokens {
      let past = cache?.count ?? 0
      let logits = model.logits(
        ForwardPass(
          TokenLayout(row: Array(row[past...]), past: past), conditioning: conditioning,
          cache: cache,
          on: Tape(recording: false)),
        rows: [Int32(row.count - past - 1)])
      row += logits.value.argmax()
    }
    return Array(row[codes.count...])
  }

  /// Soft tokens and words in common, one of them a row by itself, one row twice, others of any length.
  /// - Parameter most: that a row may have.
  private func rows(_ count: Int, soft: Int, most: Int, seed: UInt64) -> [[Int32]] {
    var random = RandomGenerator(seed: seed)
    let front = (0..<Int32(soft)).map { -1 - $0 } + [9, 20, 3, 4, 8, 1, 2, 30]
    func words(_ most: Int) -> [Int32] {
      (0..<1 + random.below(most)).map { _ in Int32(5 + random.below(60)) }
    }
    let fork = front + words(12)
    var rows = [front + words(9), front, [7], fork, fork, fork + words(5), fork + words(20)]
    while rows.count < count {
      rows.append(
        random.below(3) == 0 ? words(30) : (random.below(2) == 0 ? fork : front) + words(9))
    }
    return rows.prefix(count).map { Array($0.prefix(most)) }
  }

  private func each(
    _ body: (_ name: String, _ model: any CausalModel, _ conditioning: Conditioning) throws -> Void
  ) throws {
    for folder in try ReferenceData.models() {
      let soft = Variable(
        try SafeTensors(folder.appendingPathComponent("goldens.safetensors")).tensor("soft"))
      try body(
        folder.lastPathComponent, try XCTUnwrap(try ReferenceData.model(folder).causal),
        Conditioning(soft: soft))
    }
  }

  func testEveryDecoder() throws {
    try each { name, model, conditioning in
      let soft = conditioning.soft!.shape[0]
      let generator = Generator(model: model, conditioning: conditioning, ends: [])
      for count in [1, 2, 7, 12] {
        let most = model.shape.maximumPositions - 14
        let rows = rows(count, soft: soft, most: most, seed: UInt64(count))
        for (row, written) in zip(rows, generator.continuations(of: rows, settings(14))) {
          XCTAssertEqual(
            written, greedy(model, row, conditioning, tokens: 14), "\(name) \(count) \(row)")
        }
      }
    }
  }

  /// Portions of any size, with what all rows share run once for all of them.
  func testRaggedRowsInPortions() throws {
    try each { name, model, conditioning in
      let soft = conditioning.soft!.shape[0]
      var generator = Generator(model: model, conditioning: conditioning, ends: [])
      let most = model.shape.maximumPositions - 9
      let all = rows(33, soft: soft, most: most, seed: 4)
      let alone = all.map { generator.continuation(of: $0, settings(9)) }
      let front = Array(all[0].prefix(soft + 8))
      let similar = all.map { Array((front + $0.filter { $0 >= 0 }).prefix(most)) }
      let similarAlone = similar.map { generator.continuation(of: $0, settings(9)) }
      for count in [1, 2, 3, 5, 8, 17, 33] {
        for rowBound in [64, 5] {
          for bytes in [512 << 20, 100 * KeyValueCache.bytesPerToken(model.shape)] {
            (generator.bounds.rows, generator.bounds.cacheBytes) = (rowBound, bytes)
            let label = "\(name) \(count) rows by \(rowBound), \(bytes) bytes"
            XCTAssertEqual(
              generator.continuations(of: Array(all[..<count]), settings(9)),
              Array(alone[..<count]), label)
            XCTAssertEqual(
              generator.continuations(of: Array(similar[..<count]), settings(9)),
              Array(similarAlone[..<count]), label)
          }
        }
      }
    }
  }

  func testRowsEndByThemselves() throws {
    try each { name, model, conditioning in
      let rows = rows(9, soft: conditioning.soft!.shape[0], most: 18, seed: 2)
      let free = Generator(model: model, conditioning: conditioning, ends: [])
      let whole = free.continuations(of: rows, settings(12))
      // A token that ends some rows early, and one that is some row's first.
      for end in [whole[0][5], whole[3][0]] {
        var generator = Generator(model: model, conditioning: conditioning, ends: [end])
        for bound in [64, 2] {
          generator.bounds.rows = bound
          XCTAssertEqual(
            generator.continuations(of: rows, settings(12)),
            whole.map { Array($0.prefix { $0 != end }) }, "\(name) \(end)")
        }
      }
      var heard = [Int](repeating: 0, count: rows.count)
      let stopped = free.continuations(of: rows, settings(12)) { row, _ in
        heard[row] += 1
        return heard[row] <= row
      }
      XCTAssertEqual(
        stopped, zip(rows.indices, whole).map { Array($1.prefix($0 + 1)) }, name)
      XCTAssertEqual(heard, rows.indices.map { $0 + 1 })
      struct Stop: Error {}
      var tokens = 0
      XCTAssertThrowsError(
        try free.continuations(of: rows, settings(12)) { _, _ in
          tokens += 1
          if tokens == 20 { throw Stop() }
          return true
        })
      XCTAssertEqual(tokens, 20)
    }
  }

  /// A row's draws depend on its index and on no other row; samples of a row differ.
  func testSampledRows() throws {
    try each { name, model, conditioning in
      let rows = rows(10, soft: conditioning.soft!.shape[0], most: 18, seed: 6)
      let generator = Generator(model: model, conditioning: conditioning, ends: [])
      var settings = settings(10)
      settings.temperature = 1.3
      settings.seed = 8
      for k in [nil, 5] {
        settings.topK = k
        let whole = generator.continuations(of: rows, settings)
        XCTAssertEqual(whole[0], generator.continuation(of: rows[0], settings), name)
        XCTAssertEqual(generator.continuations(of: rows, settings), whole, name)
        XCTAssertEqual(
          generator.continuations(of: Array(rows.prefix(4)), settings), Array(whole.prefix(4)), name
        )
        let mixed = rows.enumerated().map { $0 == 7 ? $1 : [3, 4] }
        XCTAssertEqual(generator.continuations(of: mixed, settings)[7], whole[7], name)
        let equal = generator.continuations(of: Array(repeating: rows[3], count: 8), settings)
        XCTAssertGreaterThan(Set(equal).count, 5, name)
        settings.samples = 3
        let samples = generator.continuations(of: rows, settings)
        XCTAssertEqual((0..<rows.count).map { samples[3 * $0] }, whole, name)
        XCTAssertGreaterThan(Set(samples).count, 15, name)
        settings.samples = 1
      }
    }
  }

  /// The model's last position ends a row; one that stands there already gets nothing.
  func testRowsAtTheLastPosition() throws {
    try each { name, model, conditioning in
      let most = model.shape.maximumPositions
      if most == ModelShape.unlimitedPositions { return }
      let generator = Generator(model: model, conditioning: Conditioning(), ends: [])
      let rows = [most - 3, 4, most, most - 1].map { [Int32](repeating: 6, count: $0) }
      XCTAssertEqual(
        generator.continuations(of: rows, settings(5)).map(\.count),
        [3, min(5, most - 4), 0, 1], name)
    }
  }

  func testReplies() throws {
    for folder in try ReferenceData.models(.encoderDecoder) {
      let name = folder.lastPathComponent
      let language = try ReferenceData.model(folder)
      let model = try XCTUnwrap(language.network.encoderDecoder)
      let soft = Variable(
        try SafeTensors(folder.appendingPathComponent("goldens.safetensors")).tensor("soft"))
      let conditioning = Conditioning(soft: soft)
      var writer = ReplyWriter(model: model, conditioning: conditioning, ends: [])
      let all = rows(33, soft: soft.shape[0], most: 40, seed: 3)
      let whole = writer.replies(to: all, settings(12))
      for (row, written) in zip(all, whole).prefix(9) {
        // Each token is the likeliest after those before it.
        let tape = Tape(recording: false)
        let pass = ForwardPass(
          TokenLayout(row: row, isCausal: false), conditioning: conditioning, on: tape)
        let states = model.states(pass, rows: row.indices.map(Int32.init))
        let logits = model.logits(
          [model.startToken] + written.dropLast(), reading: row.count,
          encoder: model.encoderKeyValues(of: states, pass), conditioning, on: tape)
        XCTAssertEqual(written, logits.value.argmax(), name)
      }
      XCTAssertEqual(whole, all.map { writer.reply(to: $0, settings(12)) }, name)
      let end = whole[4][4]
      let ending = ReplyWriter(model: model, conditioning: conditioning, ends: [end])
      XCTAssertEqual(
        ending.replies(to: all, settings(12)), whole.map { Array($0.prefix { $0 != end }) }, name)
      for (count, bound) in [(2, 64), (33, 4), (12, 1)] {
        writer.bounds.rows = bound
        writer.bounds.cacheBytes = 150 * KeyValueCache.bytesPerToken(model.decoderShape)
        XCTAssertEqual(
          writer.replies(to: Array(all[..<count]), settings(12)), Array(whole[..<count]), name)
      }
    }
  }

  /// Stretches never overlap, and what nobody holds is used again.
  func testPlacesOfACache() throws {
    let model = try ReferenceData.model(try ReferenceData.models()[0])
    let cache = KeyValueCache(shape: model.network.shape, capacity: 10)
    var random = RandomGenerator(seed: 12)
    var held: [KeyValueCache.Stretch] = []
    for _ in 0..<2000 {
      if held.count > 12 || (!held.isEmpty && random.below(2) == 0) {
        held.remove(at: random.below(held.count))
      } else {
        held.append(cache.take(1 + random.below(20)))
      }
      let ranges = held.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
      for (a, b) in zip(ranges, ranges.dropFirst()) {
        XCTAssertLessThanOrEqual(a.upperBound, b.lowerBound)
      }
      XCTAssertEqual(cache.taken, ranges.reduce(0) { $0 + $1.count })
    }
    XCTAssertLessThan(cache.count, 13 * 20 * 2)
    held = []
    XCTAssertEqual(cache.taken, 0)
    let all = cache.count
    XCTAssertEqual(cache.take(all).range, 0..<all)
  }
}
