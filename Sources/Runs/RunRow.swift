import Foundation
import GRDB

/// A run as the store lists it.
package struct RunRow: Hashable, Sendable {
  package let key: RunKey
  package let name: String
  package let script: String?
  package let status: RunStatus
  package let started: Date
  /// Time spent training, over all of its parts.
  package let seconds: Double
  package let stepsDone: Int
  package let stepsTotal: Int
  /// The step whose prompt the run keeps; nil until it ends.
  package let keptStep: Int?
  package let baseFingerprint: String
  /// SHA-256 of the frozen weights in memory; nil until known, empty where the model itself is
  /// tuned.
  package let baseDigestBefore: String?
  package let baseDigestAfter: String?
  /// What made it fail.
  package let failure: String?
  package let version: String
  package let machine: String
  /// Nil of runs of versions that didn't write it, as those below.
  package let plan: String?
  /// SHA-256 over what was learned and every loss, of a run that has ended.
  package let digest: String?
  package let validRows: Int?
  /// How many numbers were trained.
  package let parameters: Int?
  /// Bytes, of the process by the end of the run.
  package let peakMemory: Int?
  /// Kept when runs are cleared.
  package let isPinned: Bool

  static let columns = """
    key, name, script, status, started, seconds, stepsDone, stepsTotal, keptStep,
    baseFingerprint, baseDigestBefore, baseDigestAfter, failure, version, machine, plan, digest,
    validRows, parameters, peakMemory, pinned
    """

  /// - Parameter isTraining: whether a process holds the run at this moment.
  init(_ row: StoredRow, isTraining: (RunKey) -> Bool) throws {
    key = try row.key("key")
    name = try row.text("name")
    script = try row.optionalText("script")
    let stored = try row.text("status")
    guard let status = RunStatus(rawValue: stored) else { throw row.fault("status", stored) }
    // A process that was killed could not say so itself.
    self.status = status == .running && !isTraining(key) ? .interrupted : status
    started = Date(timeIntervalSince1970: try row.double("started"))
    seconds = try row.double("seconds")
    stepsDone = try row.count("stepsDone")
    stepsTotal = try row.count("stepsTotal")
    keptStep = try row.optionalCount("keptStep")
    baseFingerprint = try row.text("baseFingerprint")
    baseDigestBefore = try row.optionalText("baseDigestBefore")
    baseDigestAfter = try row.optionalText("baseDigestAfter")
    failure = try row.optionalText("failure")
    version = try row.text("version")
    machine = try row.text("machine")
    plan = try row.optionalText("plan")
    digest = try row.optionalText("digest")
    validRows = try row.optionalCount("validRows")
    parameters = try row.optionalCount("parameters")
    peakMemory = try row.optionalCount("peakMemory")
    isPinned = try row.count("pinned") != 0
  }
}
