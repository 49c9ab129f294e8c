import Script

/// The fields of its prompt that a run overrides, by the prompt's names for them.
struct PromptOverrides: FieldSource {
  let run: any FieldSource

  func value(_ name: String) -> Value? { run.value(RunFields.name(ofPrompt: name)) }
  func isWritten(_ name: String) -> Bool {
    RunFields.overridesPrompt(name) && run.isWritten(RunFields.name(ofPrompt: name))
  }
}

/// What a run calls the fields of its prompt.
enum RunFields {
  /// Fields of the prompt that a run may override.
  private static let ofPrompt = [
    "template", "soft", "init", "method", "network", "width", "layers", "demos", "seed",
  ]

  /// A run's own `seed` is that of its hyperparameters.
  static func name(ofPrompt field: String) -> String { field == "seed" ? "prompt_seed" : field }

  static func overridesPrompt(_ field: String) -> Bool { ofPrompt.contains(field) }
}
