import Script

/// What is a prompt or has one: a prompt, a run, the best run of a grid.
protocol PromptOwner: PromptCarrier {
  /// Nil where a grid has no run that finished a step.
  var ownPrompt: PromptObject? { get }
  /// The model that it was tuned on; nil before.
  var tunedOn: ModelObject? { get }
}

extension Value {
  /// What is a prompt or has one; nil for any other value.
  ///
  /// - Parameter place: where a script names it, for what keeps it from being loaded.
  func promptOwner(at place: Fault.Place) throws -> (any PromptOwner)? {
    try promptCarrier(at: place) as? any PromptOwner
  }
}
