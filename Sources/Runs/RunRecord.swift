import Foundation
import Tuning

/// How a run stands.
package enum RunStatus: String, Sendable, CaseIterable {
  case running, completed, interrupted, failed
  /// Ended because evaluations stopped getting better.
  case patience

  /// Whether it has trained as far as it was meant to.
  package var isFinished: Bool { self == .completed || self == .patience }
}

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
  /// The program's version.
  package var version: String
  /// What it runs on, in a few words.
  package var machine: String

  package init(
    key: RunKey, name: String, script: String?, tuned: Tuned, template: String,
    baseFingerprint: String, configuration: [ConfigurationField], version: String, machine: String
  ) {
    self.key = key
    self.name = name
    self.script = script
    self.tuned = tuned
    self.template = template
    self.baseFingerprint = baseFingerprint
    self.configuration = configuration
    self.version = version
    self.machine = machine
  }
}

/// One setting of a run: its name (`hyper.lr`) and its value as JSON.
package struct ConfigurationField: Hashable, Sendable {
  package let name: String
  package let json: String

  package init(name: String, json: String) {
    self.name = name
    self.json = json
  }
}

/// A setting in which two runs differ; nil where one of them doesn't have it.
package struct ConfigurationDifference: Hashable, Sendable {
  package let name: String
  package let first: String?
  package let second: String?
}
