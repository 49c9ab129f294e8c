import Checkpoints
import Foundation
import JSON

extension RotaryEmbedding {
  /// Layers under their names in a configuration.
  package enum LayerKind: String, CaseIterable {
    case full = "full_attention"
    case sliding = "sliding_attention"
  }

  /// The fields of `rope_parameters`, or `rope_scaling` as it was called before transformers 5.
  private struct Fields {
    let reader: ConfigurationReader
    let name: String
    let values: JSONValue?

    /// - Parameter kind: the kind of layer, in a family where each has a rotation of its own.
    init(_ reader: ConfigurationReader, kind: LayerKind?) throws {
      self.reader = reader
      let found = ["rope_scaling", "rope_parameters"].first {
        reader.root[$0].map { !$0.isNull } ?? false
      }
      let outer = found ?? "rope_parameters"
      let all = found.flatMap { reader.root[$0] }
      guard all == nil || all?.object != nil else {
        throw reader.fault(outer, "must be an object")
      }
      let divided = LayerKind.allCases.first { all?[$0.rawValue] != nil }
      if let divided, kind == nil {
        throw reader.fault(
          "\(outer).\(divided.rawValue)", "this model has one rotation for all its layers")
      }
      guard let kind else {
        (name, values) = (outer, all)
        return
      }
      // Before transformers 5 the fields were those of the layers that see everything.
      guard divided != nil else {
        (name, values) = (outer, kind == .full ? all : nil)
        return
      }
      name = "\(outer).\(kind.rawValue)"
      let own = all?[kind.rawValue] ?? .null
      guard own.isNull || own.object != nil else {
        throw reader.fault(name, "must be an object")
      }
      values = own.isNull ? nil : own
    }

    func fault(_ field: String, _ reason: String) -> CheckpointError {
      reader.fault("\(name).\(field)", reason)
    }

    /// A number above 0, or nil where it is missing, null or 0.
    func number(_ field: String) throws -> Double? {
      guard let value = values?[field], !value.isNull else { return nil }
      guard let number = value.double, number.isFinite, number >= 0 else {
        throw fault(field, "must be a number from 0")
      }
      return number > 0 ? number : nil
    }

    func needed(_ field: String) throws -> Double {
      guard let number = try number(field) else { throw fault(field, "must be a number above 0") }
      return number
    }

    func factors(_ field: String, _ count: Int) throws -> [Double] {
      let factors = values?[field]?.array?.compactMap(\.double) ?? []
      guard factors.count == count, factors.allSatisfy({ $0.isFinite && $0 > 0 }) else {
        throw fault(field, "must be a list of \(count) numbers above 0")
      }
      return factors
    }
  }

  /// - Parameters:
  ///   - base: the field beside `rope_parameters` that may hold the base of the frequencies.
  ///   - usual: the base where no field says.
  ///   - part: the share of a head that rotates, where the configuration doesn't say.
  ///   - original: positions before a stretch, in a family that keeps them beside `rope_parameters`.
  ///   - older: what the names of types meant in that family's older files.
  package init(
    _ reader: ConfigurationReader, headSize: Int, maximumPositions: Int,
    base: String = "rope_theta", usual: Float = 10_000, part: Double = 1,
    original: Int? = nil, older: [String: String] = [:], kind: LayerKind? = nil
  ) throws {
    let fields = try Fields(reader, kind: kind)
    let theta = try fields.number("rope_theta") ?? Double(try reader.number(base, default: usual))
    guard theta > 1 else { throw reader.fault(base, "must be above 1") }
    let part = try fields.number("partial_rotary_factor") ?? part
    let rotated = part <= 1 ? Int(Double(headSize) * part) : 0
    let pairs = (rotated + 1) / 2
    guard rotated > 0, 2 * pairs <= headSize else {
      throw reader.fault(
        fields.name, "\(part) of a head of \(headSize) has an odd number of elements to rotate")
    }
    // As PyTorch rounds them: to f32 at the end.
    let plain = (0..<pairs).map { pow(theta, -Double(2 * $0) / Double(rotated)) }

    let named = fields.values?["rope_type"] ?? fields.values?["type"] ?? .null
    guard let name = named.isNull ? "default" : named.string else {
      throw fields.fault("rope_type", "must be a string")
    }
    let type = older[name] ?? name
    let original =
      try original ?? reader.optionalSize("original_max_position_embeddings")
      ?? fields.number("original_max_position_embeddings").map { Int(min($0, 0x1p24)) }
      ?? maximumPositions
    func stretch() throws -> Double {
      try fields.number("factor") ?? Double(maximumPositions) / Double(max(1, original))
    }
    switch type {
    case "default":
      self.init(frequencies: plain.map(Float.init))
    case "linear":
      let factor = try fields.needed("factor")
      self.init(frequencies: plain.map { Float($0 / factor) })
    case "dynamic":
      // Changes the base of rows longer than the model's positions; here no row is longer.
      _ = try fields.needed("factor")
      self.init(frequencies: plain.map(Float.init))
    case "llama3":
      self.init(frequencies: try Self.llama3(plain, fields, original).map(Float.init))
    case "yarn":
      let scaled = try Self.yarn(plain, fields, original, try stretch(), theta, rotated)
      let inferred = try Self.yarnMagnitude(fields, try stretch())
      self.init(
        frequencies: scaled.map(Float.init),
        magnitude: Float(try fields.number("attention_factor") ?? inferred))
    case "longrope":
      let (short, long) = (
        try fields.factors("short_factor", pairs), try fields.factors("long_factor", pairs)
      )
      let factor = try stretch()
      let inferred =
        factor <= 1 ? 1 : (1 + log(factor) / log(Double(max(2, original)))).squareRoot()
      self.init(
        frequencies: zip(plain, short).map { Float($0 / $1) },
        long: Long(frequencies: zip(plain, long).map { Float($0 / $1) }, beyond: original),
        magnitude: Float(try fields.number("attention_factor") ?? inferred))
    default:
      throw fields.fault(
        "rope_type",
        "`\(type)` is not known here; known: default, dynamic, linear, llama3, longrope, yarn")
    }
  }

  /// Low frequencies divided by the factor, high ones kept, a ramp between (Llama 3.1).
  private static func llama3(
    _ plain: [Double], _ fields: Fields, _ original: Int
  ) throws -> [Double] {
    let factor = try fields.needed("factor")
    let (low, high) = (try fields.needed("low_freq_factor"), try fields.needed("high_freq_factor"))
    guard high > low else {
      throw fields.fault("high_freq_factor", "must be above low_freq_factor")
    }
    return plain.map { frequency in
      let rotations = Double(original) * frequency / (2 * .pi)
      if rotations > high { return frequency }
      if rotations < low { return frequency / factor }
      let smooth = (rotations - low) / (high - low)
      return (1 - smooth) * frequency / factor + smooth * frequency
    }
  }

  /// Interpolated below `beta_slow` rotations over the original positions, kept above `beta_fast`
  /// (Peng et al. 2023).
  private static func yarn(
    _ plain: [Double], _ fields: Fields, _ original: Int, _ factor: Double, _ theta: Double,
    _ rotated: Int
  ) throws -> [Double] {
    func dimension(_ rotations: Double) -> Double {
      Double(rotated) * log(Double(original) / (rotations * 2 * .pi)) / (2 * log(theta))
    }
    var low = dimension(try fields.number("beta_fast") ?? 32)
    var high = dimension(try fields.number("beta_slow") ?? 1)
    if fields.values?["truncate"]?.bool ?? true {
      (low, high) = (low.rounded(.down), high.rounded(.up))
    }
    (low, high) = (max(low, 0), min(high, Double(rotated - 1)))
    if low == high { high += 0.001 }
    return plain.enumerated().map { index, frequency in
      let ramp = min(max((Double(index) - low) / (high - low), 0), 1)
      return frequency / factor * ramp + frequency * (1 - ramp)
    }
  }

  private static func yarnMagnitude(_ fields: Fields, _ factor: Double) throws -> Double {
    func magnitude(_ scale: Double) -> Double { factor <= 1 ? 1 : 0.1 * scale * log(factor) + 1 }
    if let own = try fields.number("mscale"), let all = try fields.number("mscale_all_dim") {
      return magnitude(own) / magnitude(all)
    }
    return magnitude(1)
  }
}
