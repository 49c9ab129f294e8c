import Transformers

/// What an adapter's model does, by PEFT's `task_type`.
package enum AdapterTask: String, Hashable, Codable, Sendable, CaseIterable {
  case text = "CAUSAL_LM"
  case label = "SEQ_CLS"
  case reply = "SEQ_2_SEQ_LM"

  package init(_ kind: ModelKind, isClassifying: Bool) {
    self = isClassifying || kind == .encoder ? .label : kind == .encoderDecoder ? .reply : .text
  }
}
