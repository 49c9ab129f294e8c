import Checkpoints
import Files
import Foundation
import JSON
import Tensors

/// How a folder of sentence-transformers makes one vector `[H]` of a text's states `[T, H]`: `modules.json`
/// and the configuration that it leads to. A folder without it takes the mean, as that library does.
package struct SentencePooling: Hashable, Sendable {
  package enum Mode: String, CaseIterable, Sendable {
    case mean
    /// The first token's state.
    case first = "cls"
    /// Dimension by dimension.
    case maximum = "max"
    /// The last token's state.
    case last = "lasttoken"
  }

  package var mode = Mode.mean
  /// Vectors end with length 1.
  package var isNormalised = false

  package init(mode: Mode = .mean, isNormalised: Bool = false) {
    self.mode = mode
    self.isNormalised = isNormalised
  }

  package init(_ source: any ModelSource, hiddenSize: Int) throws {
    guard let file = source.companion("modules.json") else { return }
    let modules = try Self.modules(file)
    for (index, module) in modules.enumerated() {
      // Either the older names, `sentence_transformers.models.Pooling`, or the newer, longer ones.
      let type = module.type.split(separator: ".").last.map(String.init) ?? ""
      switch (index, type) {
      case (0, "Transformer"): break
      case (1, "Pooling"):
        let file = source.url.appendingPathComponent(module.path)
          .appendingPathComponent("config.json")
        mode = try Self.mode(ConfigurationReader(file), hiddenSize: hiddenSize)
      case (2, "Normalize"): isNormalised = true
      default:
        throw CheckpointError.malformed(
          file: file, field: "[\(index)].type",
          reason:
            "`\(module.type)` isn't supported here; the modules may be Transformer, Pooling, Normalize, in that order"
        )
      }
    }
  }

  private static func modules(_ file: URL) throws -> [(type: String, path: String)] {
    func fault(_ field: String, _ reason: String) -> CheckpointError {
      .malformed(file: file, field: field, reason: reason)
    }
    let listed: JSONValue
    do {
      listed = try JSONValue(parsing: MappedFile.data(file))
    } catch let error as FileError {
      throw error
    } catch {
      throw fault("JSON", "\(error)")
    }
    guard let modules = listed.array else { throw fault("JSON", "is not a list") }
    return try modules.enumerated().map { index, module in
      guard let type = module["type"]?.string else {
        throw fault("[\(index)].type", "is missing or no string")
      }
      let path = module["path"]?.string ?? ""
      guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
        throw fault("[\(index)].path", "`\(path)` leaves the folder")
      }
      return (type, path)
    }
  }

  private static func mode(_ reader: ConfigurationReader, hiddenSize: Int) throws -> Mode {
    let width = "word_embedding_dimension"
    if let size = try reader.optionalSize("embedding_dimension") ?? reader.optionalSize(width),
      size != hiddenSize
    {
      throw reader.fault(width, "is \(size), the model's states have \(hiddenSize)")
    }
    var named: [String] = []
    if let value = reader.root["pooling_mode"], !value.isNull {
      named = value.array?.map { $0.string ?? "?" } ?? [value.string ?? "?"]
    } else {
      for member in reader.root.object ?? [] where member.name.hasPrefix("pooling_mode_") {
        guard let isChosen = member.value.bool else {
          throw reader.fault(member.name, "must be true or false")
        }
        if isChosen { named.append(String(member.name.dropFirst("pooling_mode_".count))) }
      }
    }
    // The flags of older files end in `_tokens`, or `_token`.
    let modes = named.map { name in
      Mode.allCases.first {
        [$0.rawValue, $0.rawValue + "_token", $0.rawValue + "_tokens"].contains(name)
      }
    }
    guard modes.count == 1, let mode = modes[0] else {
      let known = Mode.allCases.map(\.rawValue).joined(separator: ", ")
      throw reader.fault(
        "pooling_mode", "`\(named.joined(separator: ", "))` is not one of \(known)")
    }
    return mode
  }

  /// One row's vector `[H]`, from its states `[T, H]`.
  func vector(of states: UnsafeBufferPointer<Float>, width: Int) -> [Float] {
    let rows = states.count / width
    func row(_ index: Int) -> [Float] { Array(states[index * width..<(index + 1) * width]) }
    var vector: [Float]
    switch mode {
    case .first: vector = row(0)
    case .last: vector = row(rows - 1)
    case .maximum:
      vector = row(0)
      for index in 1..<max(1, rows) { vector = zip(vector, row(index)).map(max) }
    case .mean:
      var sums = Array(repeating: 0.0, count: width)
      for index in 0..<rows * width { sums[index % width] += Double(states[index]) }
      vector = sums.map { Float($0 / Double(rows)) }
    }
    guard isNormalised else { return vector }
    let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    return vector.map { Float(Double($0) / max(length, 1e-12)) }
  }
}
