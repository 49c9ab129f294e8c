import Tensors

/// What a tuned method leaves for other programs: the tensors that a pass needs, without the
/// network that made them.
package enum ExportedMethod {
  /// Soft tokens `[P, H]`.
  case soft(Tensor)
  /// Soft tokens `[P, H]` that a network made.
  case encoded(Tensor, by: MethodPlan.PromptNetwork)
  /// Keys and values `[P, L·2·keyValueHeads·headSize]`, and the width between the two layers of the
  /// projection that made them; without one, that of a block's keys.
  case prefix(Tensor, innerWidth: Int, isProjected: Bool)
  /// L tensors `[P, H]`.
  case deep([Tensor])
  /// The shared prompt `[P, H]`, or `[2P, H]` where replies have soft tokens too, and the tasks'
  /// factors, `[tasks, P, R]` and `[tasks, R, H]`.
  case multitask(Tensor, columns: Tensor, rows: Tensor, tokens: Int)
  case lowRank([LowRankAdaptation.Layer], LowRankPlan, hasTransposedWeights: Bool)
}
