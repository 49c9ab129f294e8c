import Files
import Foundation
import JSON
import Tensors

/// Reads typed fields of a `config.json`, naming file and field in whatever is wrong.
package struct ConfigurationReader {
  package let file: URL
  package let root: JSONValue
  /// The prefix of a field's name in a fault: the object that it is in.
  private var path = ""

  package init(_ file: URL) throws {
    self.file = file
    let data = try MappedFile.data(file)
    do {
      root = try JSONValue(parsing: data)
    } catch {
      throw CheckpointError.malformed(file: file, field: "JSON", reason: "\(error)")
    }
    guard root.object != nil else {
      throw CheckpointError.malformed(file: file, field: "JSON", reason: "is not an object")
    }
  }

  package func fault(_ field: String, _ reason: String) -> CheckpointError {
    .malformed(file: file, field: path + field, reason: reason)
  }

  private init(_ outer: ConfigurationReader, inside field: String, _ root: JSONValue) {
    file = outer.file
    path = outer.path + field + "."
    self.root = root
  }

  /// The fields of an object inside this one.
  package func object(_ field: String) throws -> ConfigurationReader {
    guard let value = root[field], value.object != nil else {
      throw fault(field, "must be an object")
    }
    return ConfigurationReader(self, inside: field, value)
  }

  /// A count from 1 to 2²⁴: larger than any real model's, small enough to multiply safely.
  package func size(_ field: String, aliases: [String] = []) throws -> Int {
    for name in [field] + aliases {
      if let value = try optionalSize(name) { return value }
    }
    throw fault(field, "is missing")
  }

  package func optionalSize(_ field: String) throws -> Int? {
    guard let value = root[field], !value.isNull else { return nil }
    guard let size = value.int, (1...(1 << 24)).contains(size) else {
      throw fault(field, "must be a whole number from 1 to \(1 << 24)")
    }
    return size
  }

  /// A token id, or nil where it is missing or null.
  package func token(_ field: String) throws -> Int32? {
    guard let value = root[field], !value.isNull else { return nil }
    guard let id = value.int, let id = Int32(exactly: id), id >= 0 else {
      throw fault(field, "must be a token id")
    }
    return id
  }

  package func number(_ field: String, default fallback: Float) throws -> Float {
    guard let value = root[field], !value.isNull else { return fallback }
    guard let number = value.double, number.isFinite, number >= 0 else {
      throw fault(field, "must be a number from 0")
    }
    return Float(number)
  }

  package func flag(_ field: String, default fallback: Bool) throws -> Bool {
    guard let value = root[field], !value.isNull else { return fallback }
    guard let flag = value.bool else { throw fault(field, "must be true or false") }
    return flag
  }

  package func string(_ field: String) throws -> String? {
    guard let value = root[field], !value.isNull else { return nil }
    guard let text = value.string else { throw fault(field, "must be a string") }
    return text
  }

  /// An activation under transformers' name for it.
  package func activation(_ field: String, default fallback: String) throws -> Activation {
    try activation(field, named: try string(field) ?? fallback)
  }

  /// - Parameter field: where the name was found.
  package func activation(_ field: String, named name: String) throws -> Activation {
    let known: [String: Activation] = [
      "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh, "gelu_fast": .geluTanh,
      "gelu_python_tanh": .geluTanh, "gelu_accurate": .geluTanh, "gelu_python": .gelu,
      "sigmoid": .sigmoid, "gelu": .gelu, "relu": .relu, "silu": .silu, "swish": .silu,
      "tanh": .tanh,
    ]
    guard let activation = known[name] else {
      throw fault(
        field,
        "`\(name)` isn't supported; supported: \(known.keys.sorted().joined(separator: ", "))")
    }
    return activation
  }
}
