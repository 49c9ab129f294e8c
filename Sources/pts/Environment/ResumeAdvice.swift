/// Tells how to go on with an interrupted run.
struct ResumeAdvice {
  let script: String?

  func text(_ name: String) -> String {
    guard let script else { return "\(name).resume() goes on from there" }
    return "pts --resume \(script) goes on from there"
  }
}
