import Random
import Script

/// A function of random numbers: from the script's stream, from a seed of its own, or as a method
/// of a stream that `rng(7)` made.
struct RandomFunction: Sendable {
  let name: String
  private let parameters: [Parameter]
  private let doc: String
  private let example: String
  private let body: @Sendable (Call, inout RandomGenerator) throws -> Value

  init(
    _ name: String, _ parameters: [Parameter], doc: String, example: String,
    body: @escaping @Sendable (Call, inout RandomGenerator) throws -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.doc = doc
    self.example = example
    self.body = body
  }

  var function: Builtin {
    let seed = Parameter("seed", .count, default: .none)
    return Builtin(name, parameters + [seed], doc: doc, example: example) { call in
      let place = parameters.count
      guard call.has(place) else { return try call.context.random.draw { try body(call, &$0) } }
      return try RandomStream(seed: call.integer(place)).draw { try body(call, &$0) }
    }
  }

  var method: Builtin {
    Builtin(name, parameters, doc: doc, example: "rng(7).\(example)") { call in
      guard case .object(let object as StreamObject) = call.receiver else {
        throw Fault("`\(name)` is a method of `rng(7)`")
      }
      return try object.stream.draw { try body(call, &$0) }
    }
  }
}
