import Script
import Tensors

/// A function of a tensor, in f32: a method of it, and the answer to a call of the function of that
/// name wherever a tensor is among what it is computed from.
struct TensorFunction: Sendable {
  let name: String
  private let parameters: [Parameter]
  private let doc: String
  private let example: String
  private let body: @Sendable (Tensor, Arguments) throws -> Value

  /// The arguments after the tensor, wherever they are in the call.
  struct Arguments {
    let call: Call
    let first: Int

    func integer(_ index: Int) throws -> Int { try call.integer(first + index) }
    func optionalInteger(_ index: Int) throws -> Int? { try call.optionalInteger(first + index) }
    func number(_ index: Int) throws -> Double? {
      call.has(first + index) ? try call.number(first + index) : nil
    }
    func flag(_ index: Int) throws -> Bool { try call.bool(first + index) }
    func tensor(_ index: Int) throws -> Tensor { try call.tensor(first + index) }
    func shape(_ index: Int) throws -> [Int] { try call.shape(first + index) }
    func value(_ index: Int) -> Value { call[first + index] }
  }

  init(
    _ name: String, _ parameters: [Parameter], doc: String, example: String,
    body: @escaping @Sendable (Tensor, Arguments) throws -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.doc = doc
    self.example = example
    self.body = body
  }

  /// What a core function of numbers does to tensors, with the same parameters.
  init(_ name: String, body: @escaping @Sendable (Tensor, Arguments) throws -> Value) {
    guard let core = CoreFunctions.named[name] else {
      preconditionFailure("no core function is called \(name)")
    }
    self.init(
      name, Array(core.parameters.dropFirst()), doc: core.doc, example: core.example, body: body)
  }

  var function: Builtin {
    Builtin(name, [Parameter("x")] + parameters, doc: doc, example: example) { call in
      try Interrupt.stoppable { try body(call.tensor(0), Arguments(call: call, first: 1)) }
    }
  }

  var method: Builtin {
    Builtin(name, parameters, doc: doc, example: example) { call in
      try Interrupt.stoppable {
        try body(Tensor(call.receiver), Arguments(call: call, first: 0))
      }
    }
  }

  static let all: [TensorFunction] = elementwise + reductions + shapes + selections + products

  static let methods = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.method) })
  static let functions = Dictionary(
    uniqueKeysWithValues: (all.map(\.function) + TensorFunctions.joiners).map { ($0.name, $0) })
}
