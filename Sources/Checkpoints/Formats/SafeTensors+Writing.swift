import Files
import Foundation
import JSON
import Tensors

extension SafeTensors {
  /// Writes tensors as f32 in the given order, whole or not at all: to a temporary name, synced, then
  /// renamed.
  package static func write(
    _ tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = ["format": "pt"],
    to url: URL
  ) throws {
    var header = "{\"__metadata__\":{"
    header += metadata.sorted { $0.key < $1.key }
      .map { "\(JSONText.quoted($0.key)):\(JSONText.quoted($0.value))" }.joined(separator: ",")
    header += "}"
    var offset = 0
    for (name, tensor) in tensors {
      let size = tensor.count * MemoryLayout<Float>.size
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      header += ",\(JSONText.quoted(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],"
      header += "\"data_offsets\":[\(offset),\(offset + size)]}"
      offset += size
    }
    header += "}"
    // The data starts at a multiple of 8, as the format asks.
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)

    var data = Data(capacity: 8 + header.utf8.count + offset)
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header.utf8)
    for (_, tensor) in tensors {
      tensor.withValues { data.append(contentsOf: UnsafeRawBufferPointer($0)) }
    }
    try AtomicFile.write(data, to: url)
  }
}
