import Tuning

/// Why an adapter can't be read, or can't be used with a model.
package enum AdapterError: Error, Hashable {
  /// A `peft_type` that can't be read.
  case unknownType(String, known: [String])
  /// A type that can be read, and not yet used.
  case unsupportedYet(type: String)
  /// A variant of LoRA whose tensors mean something else, by the field that asks for it.
  case unsupportedVariant(field: String)
  /// A field that is true and that nothing here knows.
  case unknownFlag(String)
  case unknownTask(String, known: [String])
  case wrongField(String, reason: String)
  case missingTensor(String)
  case unexpectedTensor(String)
  /// nil is any size.
  case wrongShape(tensor: String, found: [Int], expected: [Int?])
  case notFinite(tensor: String)

  /// The folder was tuned on another base, by their fingerprints.
  case otherBase(adapter: String, model: String)
  /// A size of the base that the folder was tuned on, by the configuration's name for it.
  case otherSize(field: String, adapter: Int, model: Int)
  /// Columns of a tensor that should be as many as the model has.
  case wrongWidth(tensor: String, found: Int, expected: Int)
  /// What keeps a prompt from a model, in words that follow "the prompt".
  case misfit(String)
  /// The head's tensors, and those that the model's head has.
  case otherHead(found: [String], expected: [String])
  /// An adapter is for one task, the model for another.
  case otherTask(adapter: AdapterTask, model: AdapterTask)
  /// What keeps the folder's method from the model.
  case method(MethodError)
}

extension AdapterError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unknownType(let type, let known):
      "peft_type: `\(type)` can't be read; known: \(known.joined(separator: ", "))"
    case .unsupportedYet(let type):
      "peft_type: `\(type)` can't be used yet"
    case .unsupportedVariant(let field):
      "\(field): this variant of LoRA can't be read"
    case .unknownFlag(let field):
      "\(field): is true, and pts doesn't know what it changes; set it to false if the tensors don't "
        + "depend on it"
    case .unknownTask(let task, let known):
      "task_type: `\(task)` is not known here; known: \(known.joined(separator: ", "))"
    case .wrongField(let field, let reason):
      "\(field): \(reason)"
    case .missingTensor(let name):
      "has no tensor `\(name)`"
    case .unexpectedTensor(let name):
      "holds a tensor `\(name)`, which belongs to nothing here"
    case .wrongShape(let tensor, let found, let expected):
      "tensor `\(tensor)` has shape \(found), the configuration asks for "
        + "[\(expected.map { $0.map(String.init) ?? "any" }.joined(separator: ", "))]"
    case .notFinite(let tensor):
      "tensor `\(tensor)` holds values that are not finite"
    case .otherBase(let adapter, let model):
      "was tuned on the base \(adapter), the model is \(model)"
    case .otherSize(let field, let adapter, let model):
      "was tuned on a base with \(field) \(adapter), the model has \(model)"
    case .wrongWidth(let tensor, let found, let expected):
      "tensor `\(tensor)` has width \(found), the model has \(expected)"
    case .misfit(let words):
      "the prompt \(words)"
    case .otherHead(let found, let expected):
      "holds the head \(found.joined(separator: ", ")), the model's is "
        + expected.joined(separator: ", ")
    case .otherTask(let adapter, let model):
      "is for \(adapter.rawValue), the model for \(model.rawValue)"
    case .method(let error):
      "\(error)"
    }
  }
}
