import Script

/// The noun that a method was called on.
extension Value {
  var model: ModelObject { get throws { try noun("model") } }
  var prompt: PromptObject { get throws { try noun("prompt") } }
  var run: RunObject { get throws { try noun("run") } }

  private func noun<Noun: HostObject>(_ name: String) throws -> Noun {
    guard case .object(let object) = self, let noun = object as? Noun else {
      throw Fault("this is no \(name)")
    }
    return noun
  }
}
