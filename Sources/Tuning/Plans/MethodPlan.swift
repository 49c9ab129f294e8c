/// How soft tokens are tuned, as declared.
package enum MethodPlan: Hashable, Sendable {
  /// Their embeddings are learned directly (Lester et al. 2021).
  case prompt
  /// A small network makes the embeddings and is learned with its inputs (Liu et al. 2021,
  /// p-tuning).
  case ptuning(PromptNetwork)
  /// Keys and values of every block, learned directly or through a projection of the given width
  /// (Li and Liang 2021).
  case prefix(projection: Int?)
  /// Soft tokens of their own for every block.
  case deep
  /// One prompt for all tasks times a low-rank factor for each (Wang et al. 2023); `task` is the
  /// column that names a row's task.
  case multitask(rank: Int, task: String, tasks: [String])

  /// The network of p-tuning.
  package struct PromptNetwork: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable { case mlp, lstm }

    package var kind: Kind
    /// Its inner width; nil takes the model's H.
    package var width: Int?
    /// Layers of the LSTM; the MLP always has PEFT's two inner ones.
    package var layers: Int

    package init(kind: Kind = .mlp, width: Int? = nil, layers: Int = 2) {
      self.kind = kind
      self.width = width
      self.layers = layers
    }
  }
}
