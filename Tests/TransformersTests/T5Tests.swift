import Checkpoints
import ReferenceData
import Tensors
import Transformers
import XCTest

/// T5 and mT5 against transformers and PEFT: states, logits, gradients, replies, prefixes.
final class T5Tests: XCTestCase {
  private struct Case {
    let name: String
    let language: LocalModel
    let model: any EncoderDecoderModel
    let goldens: SafeTensors
    let record: ReferenceData.Record

    init(_ folder: URL, trainable: Bool = false) throws {
      name = folder.lastPathComponent
      language = try ReferenceData.model(folder, trainable: trainable)
      model = try XCTUnwrap(language.network.encoderDecoder)
      goldens = try SafeTensors(folder.appendingPathComponent("goldens.safetensors"))
      record = try ReferenceData.json(folder.appendingPathComponent("goldens.json"))
    }

    /// The encoder's states and the logits of a reply after the start token.
    func run(
      _ codes: [Int32], reply: [Int32], _ conditioning: Conditioning = Conditioning(),
      on tape: Tape = Tape(recording: false)
    ) -> (states: Variable, logits: Variable) {
      let pass = ForwardPass(
        TokenLayout(row: codes, isCausal: false), conditioning: conditioning.encoder, on: tape)
      let states = model.states(pass, rows: codes.indices.map(Int32.init))
      let logits = model.logits(
        [model.startToken] + reply.dropLast(), reading: codes.count,
        encoder: model.encoderKeyValues(of: states, pass), conditioning, on: tape)
      return (states, logits)
    }

    func written(_ codes: [Int32], _ conditioning: Conditioning = Conditioning()) -> [Int32] {
      var settings = Generator.Settings()
      settings.tokens = 20
      return ReplyWriter(model: model, conditioning: conditioning, ends: []).reply(
        to: codes, settings)
    }
  }

  private func cases(trainable: Bool = false) throws -> [Case] {
    let folders = try ReferenceData.models(.encoderDecoder)
    XCTAssertGreaterThanOrEqual(folders.count, 4)
    return try folders.map { try Case($0, trainable: trainable) }
  }

  func testStatesLogitsAndReplies() throws {
    for c in try cases() {
      for (index, golden) in c.record["cases"]!.array!.enumerated() {
        let label = "\(c.name) \(index)"
        let ids = c.language.tokenizer.encode(golden["text"]!.string!).ids
        XCTAssertEqual(ids, golden["ids"]!.ids, label)
        let (states, logits) = c.run(ids, reply: golden["reply"]!.ids)
        XCTAssertLessThan(
          distance(states.value, try c.goldens.tensor("states.\(index)")), 1e-4, label)
        XCTAssertLessThan(
          distance(logits.value, try c.goldens.tensor("logits.\(index)")), 1e-4, label)
        let loss = Tape().crossEntropy(logits, targets: golden["reply"]!.ids).value.values[0]
        let expected = Float(golden["loss"]!.double!)
        XCTAssertEqual(loss, expected, accuracy: 1e-4 * expected, label)
        XCTAssertEqual(c.written(ids), golden["greedy"]!.ids, label)
      }
    }
  }

  func testSoftTokens() throws {
    for c in try cases() {
      let golden = c.record["soft"]!
      let soft = Variable(try c.goldens.tensor("soft"), requiresGradient: true)
      let codes = (0..<Int32(soft.shape[0])).map { -1 - $0 } + golden["ids"]!.ids
      let tape = Tape()
      let (states, logits) = c.run(
        codes, reply: golden["reply"]!.ids, Conditioning(soft: soft), on: tape)
      XCTAssertLessThan(distance(states.value, try c.goldens.tensor("soft.states")), 1e-4, c.name)
      XCTAssertLessThan(distance(logits.value, try c.goldens.tensor("soft.logits")), 1e-4, c.name)
      let loss = tape.crossEntropy(logits, targets: golden["reply"]!.ids)
      let expected = Float(golden["loss"]!.double!)
      XCTAssertEqual(loss.value.values[0], expected, accuracy: 1e-4 * expected, c.name)
      tape.backward(from: loss)
      XCTAssertLessThan(
        distance(try XCTUnwrap(soft.gradient), try c.goldens.tensor("soft.gradient")), 1e-4, c.name)
      XCTAssertEqual(c.written(codes, Conditioning(soft: soft)), golden["greedy"]!.ids, c.name)
    }
  }

  /// `tune: "full"`: gradients of biases, norms and the decoder's reading, after the soft tokens.
  func testGradientsOfWeights() throws {
    for c in try cases(trainable: true) {
      let golden = c.record["soft"]!
      let soft = Variable(try c.goldens.tensor("soft"))
      let codes = (0..<Int32(soft.shape[0])).map { -1 - $0 } + golden["ids"]!.ids
      let tape = Tape()
      let (_, logits) = c.run(
        codes, reply: golden["reply"]!.ids, Conditioning(soft: soft), on: tape)
      tape.backward(from: tape.crossEntropy(logits, targets: golden["reply"]!.ids))
      let names = c.goldens.entries.keys.filter { $0.hasPrefix("full.") }.sorted()
      XCTAssertGreaterThanOrEqual(names.count, 3)
      for name in names {
        let weight = try XCTUnwrap(
          c.model.parameters.first { "full." + $0.name == name }?.variable, "\(c.name) \(name)")
        XCTAssertLessThan(
          distance(try XCTUnwrap(weight.gradient), try c.goldens.tensor(name)), 1e-4,
          "\(c.name) \(name)")
      }
    }
  }

  /// PEFT's prefix of an encoder–decoder: keys and values in front of what is written, block i's in the
  /// slots 4i and 4i + 1 of 2L, counted round.
  func testPrefixes() throws {
    var tried = 0
    for c in try cases() where c.goldens.entries["prefix"] != nil {
      tried += 1
      let prefix = try c.goldens.tensor("prefix")
      let shape = c.model.decoderShape
      let (width, slots) = (shape.heads * shape.headSize, 2 * shape.layers)
      XCTAssertEqual(prefix.shape[1], slots * width)
      let variable = Variable(prefix)
      var conditioning = Conditioning()
      conditioning.prefix = (0..<shape.layers).map { layer in
        let first = 4 * layer % slots * width
        return KeyValuePrefix(
          key: Columns(variable, first..<first + width),
          value: Columns(variable, first + width..<first + 2 * width))
      }
      let golden = c.record["soft"]!
      let expected = try c.goldens.tensor("prefix.logits")
      let reply = golden["reply"]!.ids
      XCTAssertLessThan(
        distance(c.run(golden["ids"]!.ids, reply: reply, conditioning).logits.value, expected),
        1e-4,
        c.name)
      // The prefix in the cache: what is written is what the whole row would say next.
      let written = c.written(golden["ids"]!.ids, conditioning)
      let whole = c.run(golden["ids"]!.ids, reply: written, conditioning).logits.value
      XCTAssertEqual(written, whole.argmax(), c.name)
    }
    XCTAssertGreaterThanOrEqual(tried, 2)
  }

  func testRepliesEnd() throws {
    for c in try cases() {
      let golden = c.record["cases"]!.array![1]
      let (ids, greedy) = (golden["ids"]!.ids, golden["greedy"]!.ids)
      var settings = Generator.Settings()
      let end = greedy[3]
      XCTAssertEqual(
        ReplyWriter(model: c.model, conditioning: Conditioning(), ends: [end]).reply(
          to: ids, settings),
        Array(greedy.prefix { $0 != end }), c.name)
      let writer = ReplyWriter(model: c.model, conditioning: Conditioning(), ends: [])
      settings.tokens = 3
      XCTAssertEqual(writer.reply(to: ids, settings), Array(greedy[..<3]))
      var heard: [Int32] = []
      settings.tokens = 9
      _ = writer.replies(to: [ids], settings) { _, token in
        heard.append(token)
        return heard.count < 2
      }
      XCTAssertEqual(heard, Array(greedy[..<2]))
      settings.temperature = 3
      settings.seed = 4
      let drawn = writer.reply(to: ids, settings)
      XCTAssertEqual(drawn, writer.reply(to: ids, settings))
      XCTAssertNotEqual(drawn, Array(greedy[..<9]))
    }
  }

  /// Rows that share a pass read each their own text.
  func testRowsTogether() throws {
    for c in try cases() {
      let texts: [[Int32]] = [[7, 9, 4], [20, 3, 4, 8, 1, 2, 30, 6, 6, 12, 40, 41], [15, 2]]
      let replies: [[Int32]] = [[5, 1], [3, 8, 8, 2, 1], [1]]
      let tape = Tape(recording: false)
      let pass = ForwardPass(TokenLayout(rows: texts, isCausal: false), on: tape)
      let states = c.model.states(pass, rows: pass.layout.codes.indices.map(Int32.init))
      let written = TokenLayout(
        rows: replies.map { [c.model.startToken] + $0.dropLast() })
      let reading = AttentionPattern(
        blocks: zip(written.pattern.blocks, pass.layout.pattern.blocks).map {
          .init(queries: $0.queries, keys: $1.keys)
        })
      let together = c.model.logits(
        ForwardPass(written, on: tape), encoder: c.model.encoderKeyValues(of: states, pass),
        reading: reading, rows: written.codes.indices.map(Int32.init))
      let alone = zip(texts, replies).flatMap { c.run($0, reply: $1).logits.value.values }
      XCTAssertLessThan(
        distance(together.value, Tensor(alone, shape: together.shape)), 1e-5, c.name)
    }
  }

  func testBuckets() throws {
    let listed = try ReferenceData.json(
      ReferenceData.root.appendingPathComponent("relative_buckets.json")
    ).array!
    XCTAssertEqual(listed.count, 12)
    for golden in listed {
      let (count, furthest) = (golden["count"]!.int!, golden["furthest"]!.int!)
      let isBidirectional = golden["bidirectional"]!.bool!
      let ours = RelativePositions.buckets(
        count: count, furthest: furthest, isBidirectional: isBidirectional)
      let expected = golden["buckets"]!.ids
      let reach = expected.count / 2
      XCTAssertEqual(
        (-reach...reach).map { ours[min(max($0, -furthest), furthest) + furthest] }, expected,
        "\(count) to \(furthest), \(isBidirectional)")
    }
  }

  func testConfigurations() throws {
    let cases: [(model: String, field: String, value: Any?, says: String)] = [
      ("t5-tied", "d_kv", 6, "SelfAttention.q.weight"),
      ("t5-tied", "d_kv", 1 << 24, "d_kv"),
      ("t5-tied", "d_kv", nil, "d_kv"),
      ("t5-tied", "num_heads", 0, "num_heads"),
      ("t5-tied", "num_layers", 1 << 24, "encoder.block.2."),
      ("t5-tied", "num_decoder_layers", 4, "decoder.block.1."),
      ("t5-tied", "feed_forward_proj", "gated-relu", "wi_0"),
      ("t5-tied", "feed_forward_proj", "gated-swoosh", "swoosh"),
      ("t5-gated", "feed_forward_proj", "gelu", "wi.weight"),
      ("t5-tied", "relative_attention_num_buckets", 2, "relative_attention_num_buckets"),
      ("t5-tied", "relative_attention_num_buckets", 30, "relative_attention_bias"),
      ("t5-tied", "relative_attention_max_distance", 16, "relative_attention_max_distance"),
      ("t5-tied", "relative_attention_max_distance", 1 << 20, "relative_attention_max_distance"),
      ("t5-tied", "decoder_start_token_id", 200, "decoder_start_token_id"),
      ("t5-tied", "decoder_start_token_id", -3, "decoder_start_token_id"),
      ("t5-tied", "decoder_start_token_id", "x", "decoder_start_token_id"),
      ("t5-tied", "vocab_size", 201, "shared.weight"),
      ("t5-tied", "scale_decoder_outputs", 1, "scale_decoder_outputs"),
      ("mt5-gated", "layer_norm_epsilon", "x", "layer_norm_epsilon"),
    ]
    for (model, field, value, says) in cases {
      let label = "\(model) \(field) \(value ?? "missing")"
      let fault = try XCTUnwrap(configurationFault(model, field, value), label)
      XCTAssertTrue(fault.contains(says), "\(label): \(fault)")
    }
  }
}

extension Tensor {
  /// The place of each row's greatest value.
  func argmax() -> [Int32] {
    let width = shape[1]
    return (0..<shape[0]).map { row in
      let line = Array(values[row * width..<(row + 1) * width])
      return Int32(line.indices.max { (line[$0], $1) < (line[$1], $0) }!)
    }
  }
}
