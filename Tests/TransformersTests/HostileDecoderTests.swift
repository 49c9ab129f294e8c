import Foundation
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Configurations of strangers, architecture by architecture: each fault names its field.
final class HostileDecoderTests: XCTestCase {
  func testConfigurations() throws {
    let cases: [(model: String, field: String, value: Any?, says: String)] = [
      (
        "llama-grouped", "model_type", "bart",
        "gemma, gemma2, gemma3, gemma3_text, gpt2, gpt_neox, llama, mistral, mt5, opt, phi3, qwen2"
      ),
      ("llama-grouped", "num_key_value_heads", 4, "num_key_value_heads"),
      ("llama-grouped", "num_key_value_heads", 0, "num_key_value_heads"),
      ("llama-grouped", "num_key_value_heads", 3, "k_proj.weight"),
      ("llama-grouped", "head_dim", 7, "rope_parameters"),
      ("llama-grouped", "head_dim", nil, "num_key_value_heads|q_proj|rope"),
      ("llama-grouped", "head_dim", 1 << 24, "q_proj.weight"),
      ("llama-grouped", "hidden_size", "wide", "hidden_size"),
      ("llama-grouped", "intermediate_size", nil, "intermediate_size"),
      ("llama-grouped", "rms_norm_eps", -1, "rms_norm_eps"),
      ("llama-grouped", "hidden_act", "swoosh", "swoosh"),
      ("llama-grouped", "tie_word_embeddings", 3, "tie_word_embeddings"),
      ("llama-tied", "attention_bias", true, "q_proj.bias"),
      ("llama-tied", "tie_word_embeddings", false, "lm_head.weight"),
      ("llama-tied", "num_hidden_layers", 1 << 24, "layers.3."),
      ("llama-grouped", "rope_parameters", [1], "rope_parameters"),
      ("llama-grouped", "rope_parameters.rope_type", "spiral", "spiral"),
      ("llama-grouped", "rope_parameters.rope_type", 3, "rope_type"),
      ("llama-grouped", "rope_parameters.factor", 0, "rope_parameters.factor"),
      ("llama-grouped", "rope_parameters.factor", "8", "rope_parameters.factor"),
      ("llama-grouped", "rope_parameters.high_freq_factor", 0.5, "high_freq_factor"),
      ("llama-grouped", "rope_parameters.partial_rotary_factor", 0.5, "partial_rotary_factor"),
      ("llama-grouped", "rope_parameters.partial_rotary_factor", 1e300, "rope_parameters"),
      ("llama-grouped", "rope_parameters.rope_theta", -1, "rope_theta"),
      ("llama-grouped", "rope_parameters.rope_theta", 1, "rope_theta"),
      ("llama-grouped", "rope_parameters.full_attention", [String: Any](), "full_attention"),
      ("llama-older", "rope_scaling.type", "su", "su"),
      ("mistral-open", "rope_parameters.beta_fast", -3, "beta_fast"),
      ("mistral-window", "sliding_window", -1, "sliding_window"),
      ("mistral-window", "sliding_window", 0, "sliding_window"),
      ("mistral-window", "num_hidden_layers", 1 << 24, "layers.2."),
      ("qwen2-windows", "layer_types", ["full_attention"], "layer_types"),
      ("qwen2-windows", "layer_types", ["a", "b", "c"], "layer_types"),
      ("qwen2-windows", "use_sliding_window", false, "sliding_window"),
      ("qwen2-windows", "max_window_layers", -2, "max_window_layers"),
      ("qwen3-long", "rope_parameters.long_factor", [1.0], "long_factor"),
      ("qwen3-long", "rope_parameters.short_factor", [1, 1, 0, 1, 1], "short_factor"),
      ("qwen3-long", "rope_parameters.short_factor", nil, "short_factor"),
      ("neox-parallel", "rope_parameters.partial_rotary_factor", 0.01, "rope_parameters"),
      ("neox-parallel", "num_attention_heads", 7, "num_attention_heads"),
      ("neox-sequential", "attention_bias", true, "query_key_value.bias"),
      ("opt-before", "num_attention_heads", 5, "num_attention_heads"),
      ("opt-before", "word_embed_proj_dim", 8, "embed_tokens.weight"),
      ("opt-before", "max_position_embeddings", 63, "embed_positions.weight"),
      ("opt-projected", "do_layer_norm_before", true, "final_layer_norm"),
      ("gemma-tied", "head_dim", 9, "rope_parameters"),
      ("gemma-tied", "head_dim", nil, "q_proj.weight"),
      ("gemma-tied", "num_key_value_heads", 2, "num_key_value_heads"),
      ("gemma-tied", "vocab_size", nil, "embed_tokens.weight"),
      ("gemma-tied", "hidden_size", nil, "hidden_size"),
      ("gemma-tied", "use_bidirectional_attention", true, "use_bidirectional_attention"),
      ("gemma-tied", "rope_parameters.partial_rotary_factor", 0.6, "partial_rotary_factor"),
      ("gemma-tied", "rope_parameters.full_attention", [String: Any](), "full_attention"),
      ("gemma-tied", "model_type", "gemma2", "pre_feedforward_layernorm"),
      ("gemma2-capped", "attn_logit_softcapping", 0, "attn_logit_softcapping"),
      ("gemma2-capped", "attn_logit_softcapping", "3", "attn_logit_softcapping"),
      ("gemma2-capped", "final_logit_softcapping", -1, "final_logit_softcapping"),
      ("gemma2-capped", "query_pre_attn_scalar", 0, "query_pre_attn_scalar"),
      ("gemma2-capped", "layer_types", ["full_attention"], "layer_types"),
      ("gemma2-capped", "hidden_activation", "swoosh", "swoosh"),
      ("gemma2-capped", "sliding_window", 0, "sliding_window"),
      ("gemma2-capped", "num_hidden_layers", 1 << 24, "layer_types|layers.3."),
      ("gemma2-biased", "tie_word_embeddings", "no", "tie_word_embeddings"),
      ("gemma3-text", "rope_parameters.sliding_attention", 3, "sliding_attention"),
      ("gemma3-text", "rope_parameters.full_attention", ["rope_type": "spiral"], "spiral"),
      ("gemma3-text", "model_type", "gemma3", "text_config"),
      ("gemma3-part", "text_config", [1], "text_config"),
      ("gemma3-part", "text_config.hidden_size", nil, "text_config.hidden_size"),
      ("gemma3-part", "text_config.layer_types", ["a", "b"], "text_config.layer_types"),
      ("gemma3-part", "tie_word_embeddings", false, "lm_head.weight"),
      ("gemma3-part-older", "text_config.sliding_window_pattern", 0, "sliding_window_pattern"),
      ("gemma3-part-older", "text_config.rope_local_base_freq", 1, "rope_local_base_freq"),
      ("phi3-window", "num_key_value_heads", 3, "qkv_proj.weight"),
      ("phi3-window", "num_attention_heads", 7, "num_attention_heads"),
      ("phi3-window", "intermediate_size", 1 << 24, "gate_up_proj.weight"),
      ("phi3-window", "sliding_window", 0, "sliding_window"),
      ("phi3-long", "rope_parameters.partial_rotary_factor", 0.01, "rope_parameters"),
      ("phi3-long", "rope_parameters.partial_rotary_factor", 1, "short_factor"),
      ("phi3-long", "rope_parameters.long_factor", nil, "long_factor"),
      ("phi3-long", "original_max_position_embeddings", 0, "original_max_position_embeddings"),
      ("opt-plain", "layer_norm_elementwise_affine", true, "layer_norm"),
    ]
    for (model, field, value, says) in cases {
      let label = "\(model) \(field) \(value ?? "missing")"
      let fault = try XCTUnwrap(configurationFault(model, field, value), label)
      XCTAssertTrue(
        says.split(separator: "|").contains { fault.contains($0) }, "\(label): \(fault)")
    }
  }

  /// Figures that transformers takes as they come give a model, never a crash.
  func testFiguresAtTheEdges() throws {
    for (model, field, value) in [
      ("llama-grouped", "rope_parameters.original_max_position_embeddings", 1e300),
      ("mistral-open", "rope_parameters.original_max_position_embeddings", 1),
      ("mistral-open", "rope_parameters.factor", 1e-300),
      ("qwen3-long", "rope_parameters.original_max_position_embeddings", 1),
      ("mistral-window", "sliding_window", 1 << 24), ("mistral-window", "sliding_window", 1),
      ("qwen2-windows", "max_window_layers", 1 << 40),
      ("llama-grouped", "max_position_embeddings", 1 << 24),
      ("gemma2-capped", "sliding_window", NSNull()),
      ("gemma2-capped", "attn_logit_softcapping", NSNull()),
      ("gemma2-capped", "attn_logit_softcapping", 1e-30),
      ("gemma3-text", "rope_parameters.sliding_attention", NSNull()),
      ("gemma3-text", "query_pre_attn_scalar", 1e-30),
      ("phi3-long", "rope_parameters.rope_type", "su"),
      ("phi3-long", "original_max_position_embeddings", 1),
    ] as [(String, String, Any)] {
      let fault = try configurationFault(model, field, value)
      XCTAssertNil(fault, "\(model) \(field) \(value)")
    }
  }
}
