import Checkpoints
import Foundation
import Tensors

/// T5 (Raffel et al. 2020), 1.0 and 1.1: norms without shift before each branch, learned biases by distance
/// instead of positions, scores that are not scaled.
package final class T5: EncoderDecoderModel {
  package let shape: ModelShape
  package let decoderShape: ModelShape
  package let parameters: [NamedParameter]
  package var startToken: Int32 { configuration.startToken }
  private let configuration: Configuration
  private let tokenTable: EmbeddingTable
  private let encoder: Stack
  private let decoder: Stack
  private let head: LinearWeight

  package var embedding: EmbeddingTable { tokenTable }

  init(_ weights: WeightReader, configuration: Configuration) throws {
    let c = configuration
    let size = [c.vocabularySize, c.hiddenSize]
    self.configuration = c
    shape = c.shape
    decoderShape = c.shape(layers: c.decoderLayers)
    // Some checkpoints keep the table only under the names of its copies.
    let tables = ["shared.weight", "encoder.embed_tokens.weight", "decoder.embed_tokens.weight"]
    // transformers 5 ties every T5 unless the file has a head with values of its own.
    let names = try weights.embeddingNames(
      tables, heads: c.headNames, isTied: c.scalesOutput || !weights.isFresh, size)
    tokenTable = try weights.embedding(names.table, size)
    encoder = try Stack(weights, c, "encoder", layers: c.layers, reads: false)
    decoder = try Stack(weights, c, "decoder", layers: c.decoderLayers, reads: true)
    head = try weights.head(names.head, tiedTo: tokenTable, size) ?? tokenTable.asWeight
    parameters = weights.parameters
  }

  package func states(_ pass: ForwardPass, rows: [Int32]) -> Variable {
    var x = pass.embed(tokenTable)
    for (layer, block) in encoder.blocks.enumerated() {
      let queries = pass.queries(layer, of: encoder.blocks.count, rows: rows)
      x = attend(pass.enter(layer, x), block.own, layer, queries, encoder.positions, pass)
      x = transform(x, block.inner, pass)
    }
    return pass.tape.rmsNorm(
      pass.finish(x, rows: rows), scale: encoder.finalNorm, epsilon: configuration.epsilon)
  }

  package func encoderKeyValues(of states: Variable, _ pass: ForwardPass) -> EncoderKeyValues {
    let all = 0..<shape.heads * shape.headSize
    return EncoderKeyValues(
      layers: decoder.blocks.compactMap(\.reading).map { reading in
        KeyValuePrefix(
          key: Columns(pass.linear(states, reading.key), all),
          value: Columns(pass.linear(states, reading.value), all))
      })
  }

  package func logits(
    _ pass: ForwardPass, encoder: EncoderKeyValues, reading: AttentionPattern, rows: [Int32]
  ) -> Variable {
    let tape = pass.tape
    var x = pass.embed(tokenTable)
    for (layer, block) in decoder.blocks.enumerated() {
      let queries = pass.queries(layer, of: decoder.blocks.count, rows: rows)
      x = attend(x, block.own, layer, queries, decoder.positions, pass)
      if let attention = block.reading {
        x = read(
          x, attention, encoder.layers[layer], queries.rows.map(reading.of) ?? reading, pass)
      }
      x = transform(x, block.inner, pass)
    }
    x = tape.rmsNorm(
      pass.finish(x, rows: rows), scale: decoder.finalNorm, epsilon: configuration.epsilon)
    if configuration.scalesOutput {
      x = tape.scale(x, by: 1 / Float(configuration.hiddenSize).squareRoot())
    }
    return tape.linear(x, head, bias: nil)
  }

  /// x and what its tokens see of each other.
  private func attend(
    _ x: Variable, _ attention: Attention, _ layer: Int, _ queries: QueryRows,
    _ positions: RelativePositions,
    _ pass: ForwardPass
  ) -> Variable {
    let all = 0..<shape.heads * shape.headSize
    let normal = pass.tape.rmsNorm(x, scale: attention.norm, epsilon: configuration.epsilon)
    let key = Columns(pass.linear(normal, attention.key), all)
    let value = Columns(pass.linear(normal, attention.value), all)
    let query = pass.linear(queries.of(normal, on: pass.tape), attention.query)
    let seen = pass.attention(
      layer, queries, query: Columns(query, all), key: key, value: value,
      heads: shape.heads, keyValueHeads: shape.heads, scale: 1, bias: positions)
    return pass.tape.add(queries.of(x, on: pass.tape), pass.linear(seen, attention.output))
  }

  /// x and what its tokens see of the encoded rows.
  private func read(
    _ x: Variable, _ attention: Attention, _ encoder: KeyValuePrefix, _ pattern: AttentionPattern,
    _ pass: ForwardPass
  ) -> Variable {
    let normal = pass.tape.rmsNorm(x, scale: attention.norm, epsilon: configuration.epsilon)
    let query = pass.linear(normal, attention.query)
    let seen = pass.tape.attention(
      query: Columns(query, 0..<query.shape[1]), key: encoder.key, value: encoder.value,
      heads: shape.heads, keyValueHeads: shape.heads, scale: 1, precision: pass.precision,
      pattern: pattern)
    return pass.tape.add(x, pass.linear(seen, attention.output))
  }

  private func transform(_ x: Variable, _ inner: Inner, _ pass: ForwardPass) -> Variable {
    let (tape, c) = (pass.tape, configuration)
    let normal = tape.rmsNorm(x, scale: inner.norm, epsilon: c.epsilon)
    let input = pass.linear(normal, inner.input)
    let middle =
      if let gate = inner.gate {
        tape.gate(pass.linear(normal, gate), by: input, c.activation)
      } else {
        tape.activation(input, c.activation)
      }
    return tape.add(x, pass.linear(middle, inner.output))
  }
}
