/// How to continue an interrupted run.
final class ResumeAdvice {
  /// What the command runs; nil once cells are typed.
  var script: String?

  init(script: String?) { self.script = script }

  func text(_ name: String) -> String {
    guard let script else { return "\(name).resume() continues it" }
    return "pts --resume \(script) continues it"
  }
}
