import JSON
import Tensors

/// What an adapter folder holds of a method: the part of PEFT's two files that is the method's own.
package struct AdapterContents {
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
}
