/// What a run tunes: a prompt by one of its methods, or low-rank updates of the layers.
package enum TunedMethod: Hashable, Sendable {
  case prompt(MethodPlan)
  case lowRank(LowRankPlan)
}
