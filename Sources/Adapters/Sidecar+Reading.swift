import Checkpoints
import Files
import Foundation
import Tuning

extension Adapter.Sidecar {
  /// The sidecar of a folder, checked; nil where there is none.
  init?(folder: URL) throws {
    let file = folder.appendingPathComponent(Adapter.sidecarName)
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let data = try MappedFile.data(file)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
      // Before anything else: another version may have other fields.
      let version = try decoder.decode(VersionOnly.self, from: data).version
      guard (1...Self.currentVersion).contains(version) else {
        throw CheckpointError.malformed(
          file: file, field: "version", reason: "\(version) is not one that this pts reads")
      }
      self = try decoder.decode(Self.self, from: data)
      if version > 1 { progress = nil }
    } catch let error as DecodingError {
      throw CheckpointError.malformed(
        file: file, field: error.field, reason: error.reason)
    }
    if let (field, reason) = fault {
      throw CheckpointError.malformed(file: file, field: field, reason: reason)
    }
    try checkDigests(in: folder, file: file)
  }

  private struct VersionOnly: Decodable {
    var version: Int
  }

  /// The first field that no run can have left.
  private var fault: (field: String, reason: String)? {
    let steps = 1 << 24
    guard (0...(1 << 20)).contains(soft) else { return ("soft", "is out of range") }
    guard (0...steps).contains(demos) else { return ("demos", "is out of range") }
    guard (1...steps).contains(maxTokens ?? 1) else { return ("maxTokens", "is out of range") }
    do throws(TemplateError) {
      _ = try Template(template)
    } catch {
      return ("template", "isn't a template")
    }
    guard answers.allSatisfy({ $0.count == 2 }) else { return ("answers", "must be pairs") }
    guard labels?.isEmpty != true else { return ("labels", "is empty") }
    if let hyper, let field = hyper.fieldOutOfRange { return ("hyper.\(field)", "is out of range") }
    if !method.isInRange { return ("method", "a size is out of range") }
    return nil
  }

  /// What of it asks for soft tokens that the adapter lacks; nil where it fits.
  func misfit(_ contents: AdapterContents) -> (field: String, reason: String)? {
    switch method {
    case .prompt(.multitask(_, _, let tasks)):
      let count = contents.kind == .multitask ? contents["num_tasks"]?.int ?? 0 : 0
      return tasks.count == count
        ? nil : ("method.tasks", "are \(tasks.count), the adapter has \(count)")
    case .prompt(.deep) where contents.kind == nil:
      let rows = contents.named[DeepPrompt.name(0)]?.shape.first ?? 0
      return soft == rows ? nil : ("soft", "is \(soft), the adapter has \(rows)")
    default: return nil
    }
  }

  private func checkDigests(in folder: URL, file: URL) throws {
    for (name, digest) in digests.sorted(by: { $0.key < $1.key }) {
      guard [Adapter.weightsName, Adapter.ownWeightsName, Adapter.stateName].contains(name) else {
        throw CheckpointError.malformed(
          file: file, field: "digests", reason: "`\(name)` is no file of an adapter")
      }
      guard try MappedFile.digest(folder.appendingPathComponent(name)) == digest else {
        throw CheckpointError.malformed(
          file: file, field: "digests",
          reason: "\(name) is not the file that it was written with; remove "
            + "\(Adapter.sidecarName) to read the folder without what pts knew of it")
      }
    }
  }
}

extension Hyperparameters {
  /// A field with a value that the language lets nobody declare.
  fileprivate var fieldOutOfRange: String? {
    let counts = 1...(1 << 24)
    let count =
      switch length {
      case .steps(let count), .epochs(let count): count
      }
    if !counts.contains(count) { return "length" }
    if !counts.contains(batch) { return "batch" }
    if !(1...65_536).contains(accumulate) { return "accumulate" }
    if !(0...Double(1 << 24)).contains(warmUp) { return "warmUp" }
    if !(0..<1).contains(labelSmoothing) { return "labelSmoothing" }
    if case .given(let weights) = classWeights,
      !weights.values.allSatisfy({ $0 > 0 && $0.isFinite })
    {
      return "classWeights"
    }
    if betas.count != 2 || !betas.allSatisfy((0..<1).contains) { return "betas" }
    if let evaluateEvery, !counts.contains(evaluateEvery) { return "evaluateEvery" }
    if let patience, !counts.contains(patience) { return "patience" }
    for (name, value) in [
      ("learningRate", learningRate), ("decay", decay), ("momentum", momentum),
      ("epsilon", epsilon),
      ("clip", clip ?? 0),
    ] where !value.isFinite || value < 0 { return name }
    return nil
  }
}

extension DecodingError {
  /// Where in the file it is, as a path.
  fileprivate var field: String {
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
      .joined()
    let missing = if case .keyNotFound(let key, _) = self { ".\(key.stringValue)" } else { "" }
    let whole = (path + missing).drop { $0 == "." }
    return whole.isEmpty ? "JSON" : String(whole)
  }

  fileprivate var reason: String {
    switch self {
    case .keyNotFound: "is missing"
    case .typeMismatch: "has a value of another type"
    case .valueNotFound: "is null"
    default: context.debugDescription
    }
  }

  private var context: Context {
    switch self {
    case .keyNotFound(_, let context), .typeMismatch(_, let context),
      .valueNotFound(_, let context), .dataCorrupted(let context):
      context
    @unknown default: Context(codingPath: [], debugDescription: "can't be read")
    }
  }
}
