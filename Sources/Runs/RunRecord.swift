import Tuning

/// What is known of a run before it trains.
package struct RunRecord: Sendable {
  package var key: RunKey
  package var name: String
  /// The script it was declared in; nil in the shell.
  package var script: String?
  package var tuned: Tuned
  /// The prompt's template as it was written.
  package var template: String
  /// SHA-256 of the base model's files.
  package var baseFingerprint: String
  /// Every resolved setting, in the order it is to be shown.
  package var configuration: [ConfigurationField]
  /// The plan as JSON; nil where it can't be made from the record alone.
  package var plan: String?
  /// SHA-256 of the plan without its length; nil where the length decides more than when it ends.
  package var family: RunKey?
  /// The program's version.
  package var version: String
  /// What it runs on, in a few words.
  package var machine: String

  package init(
    key: RunKey, name: String, script: String?, tuned: Tuned, template: String,
    baseFingerprint: String, configuration: [ConfigurationField], plan: String? = nil,
    family: RunKey? = nil, version: String, machine: String
  ) {
    self.key = key
    self.name = name
    self.script = script
    self.tuned = tuned
    self.template = template
    self.baseFingerprint = baseFingerprint
    self.configuration = configuration
    self.plan = plan
    self.family = family
    self.version = version
    self.machine = machine
  }
}
