/// How to continue an interrupted run.
struct ResumeAdvice {
  let script: String?

  func text(_ name: String) -> String {
    guard let script else { return "\(name).resume() continues it" }
    return "pts --resume \(script) continues it"
  }
}
