import Figures
import Script
import Tensors
import Transformers

/// `lm.attention(text)`: which tokens each token looks at, as a heat map.
enum AttentionMap {
  static let attention = Builtin(
    "attention",
    [
      Parameter("text", .string), Parameter("layer", .integer, default: -1),
      Parameter("head", .count.or(.none), default: .none),
      Parameter("prompt", .any, default: .none),
    ],
    doc:
      "how much each token of a text attends to each, in a layer (-1 is the last) and a head (without "
      + "one their mean), after a soft prompt if one is given: a heat map whose `.data` is the tensor",
    example: "lm.attention(\"a good film\", layer: 0)"
  ) { call in
    let model = try call.receiver.model
    let language = try model.local(for: "`attention`")
    let shape = language.network.shape
    guard let layer = try call.integer(1).index(among: shape.layers) else {
      throw Fault(
        "there is no layer \(try call.integer(1))",
        hint: "the model has \(shape.layers), from 0; -1 is the last", at: .argument(1))
    }
    let head = call.has(2) ? try call.integer(2) : nil
    if let head, head >= shape.heads {
      throw Fault(
        "there is no head \(head)", hint: "a layer has \(shape.heads), from 0", at: .argument(2))
    }
    let text = try TextInput(
      call.string(0), language: language,
      conditioning: TextInput.conditioning(call, 3, for: model))
    guard !text.codes.isEmpty else { throw Fault("the text has no tokens", at: .argument(0)) }
    let pass = ForwardPass(
      TokenLayout(row: text.codes, isCausal: language.kind == .decoder),
      conditioning: text.conditioning, on: Tape(recording: false))
    var found: Tensor?
    pass.onAttention = (layer, { found = $0 })
    _ = try Interrupt.stoppable {
      language.network.states(pass, rows: text.codes.indices.map(Int32.init))
    }
    guard let found else {
      throw Fault("a \(shape.modelType) model doesn't show its attention")
    }
    let weights = head.map { of($0, in: found) } ?? mean(of: found)
    let tokens = text.codes.map { code in
      code < 0 ? "soft \(-1 - code)" : language.tokenizer.display(code)
    }
    let (rows, columns) = (weights.shape[0], weights.shape[1])
    let prefix = (0..<max(0, columns - tokens.count)).map { "prefix \($0)" }
    let map = HeatMap(
      title:
        "attention in layer \(layer), \(head.map { "head \($0)" } ?? "mean of \(shape.heads) heads")",
      rows: rows, columns: columns, rowLabels: tokens, columnLabels: prefix + tokens,
      colours: .sequential, range: 0...1
    ) { [weights] row, column in Double(weights.withValues { $0[row * columns + column] }) }
    return .object(
      FigureObject("plot", .heatMap(map), data: .object(TensorObject(weights))))
  }

  /// A head's `[queries, keys]`.
  private static func of(_ head: Int, in weights: Tensor) -> Tensor {
    let size = weights.shape[1] * weights.shape[2]
    return Tensor(
      weights.withValues { Array($0[head * size..<(head + 1) * size]) },
      shape: Array(weights.shape.dropFirst()))
  }

  private static func mean(of weights: Tensor) -> Tensor {
    let (heads, size) = (weights.shape[0], weights.shape[1] * weights.shape[2])
    let mean = weights.withValues { weights in
      (0..<size).map { index in
        (0..<heads).reduce(Float(0)) { $0 + weights[$1 * size + index] } / Float(heads)
      }
    }
    return Tensor(mean, shape: Array(weights.shape.dropFirst()))
  }
}
