extension Hyperparameters {
  /// The learning rate that a run starts from where none is given: what a method needs differs by a
  /// factor of a thousand, and the rate more than the method decides what comes out (PEFT's
  /// comparison of methods has the same one at 6 % and at 34 %). Tried on the embedded model with
  /// AdamW, 60 steps on two tasks.
  ///
  /// - Parameter classifies: a head of weights is trained beside the prompt, with the same rate.
  package static func usualRate(_ method: TunedMethod?, classifies: Bool) -> Double {
    let own: Double =
      switch method {
      case .prompt(.prompt): 0.3
      case .prompt(.prefix(projection: nil)), .prompt(.deep), .prompt(.multitask): 0.1
      case .prompt(.ptuning): 0.01
      case .prompt(.prefix): 0.003
      case .lowRank: 0.003
      case nil: 0.0003
      }
    return classifies ? min(own, 0.01) : own
  }
}
