import JSON
import Tensors

/// What an adapter folder holds of a method: the part of PEFT's two files that is the method's own.
package struct AdapterContents: Sendable {
  /// `peft_type`; nil where PEFT has no such method, so that only pts can read the folder.
  package var type: String?
  /// The method's own fields of `adapter_config.json`, beside those that every adapter has.
  package var fields: [(name: String, value: JSONValue)]
  /// The tensors of `adapter_model.safetensors` under PEFT's names, a head's left out.
  package var tensors: [(name: String, tensor: Tensor)]

  package init(
    type: String?, fields: [(name: String, value: JSONValue)],
    tensors: [(name: String, tensor: Tensor)]
  ) {
    self.type = type
    self.fields = fields
    self.tensors = tensors
  }

  package var kind: AdapterKind? { type.flatMap(AdapterKind.init) }

  /// A field of the configuration.
  package subscript(name: String) -> JSONValue? { fields.last { $0.name == name }?.value }

  var named: [String: Tensor] {
    Dictionary(tensors.map { ($0.name, $0.tensor) }, uniquingKeysWith: { $1 })
  }

  package func tensor(_ name: String) throws(AdapterError) -> Tensor {
    guard let found = tensors.first(where: { $0.name == name }) else {
      throw .missingTensor(name)
    }
    return found.tensor
  }
}
