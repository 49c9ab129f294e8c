import Tensors
import Transformers

extension PromptPlan {
  /// The method as it stands before any training; nil for words alone.
  package func startingMethod(
    _ language: LanguageModel
  ) throws(PromptError) -> (any TuningMethod)? {
    guard soft > 0 else { return nil }
    return SoftPrompt(
      try InitialPrompt.make(
        self, count: soft, table: language.network.embedding.value, tokenizer: language.tokenizer))
  }
}
