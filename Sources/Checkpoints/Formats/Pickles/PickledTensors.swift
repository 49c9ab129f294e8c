import Files
import Foundation

/// A dictionary of tensors as `torch.save` writes it, `.bin`: a pickle beside the bytes of its storages, in a
/// zip archive, or before torch 1.6 one after the other.
///
/// Nothing of the pickle is executed, and what it says of tensors is checked before it is used.
package final class PickledTensors: TensorFile {
  /// The longest pickle that any real checkpoint needs, with room to spare.
  private static let pickleLimit = 100 << 20

  package init(_ url: URL) throws {
    let file = try MappedFile(url)
    func fault(_ field: String, _ reason: String) -> CheckpointError {
      .malformed(file: url, field: field, reason: reason)
    }
    let contents: Contents
    do {
      let saved =
        ZipDirectory.isZip(file.bytes)
        ? try Self.archive(file.bytes) : try Self.legacy(file.bytes)
      contents = try saved.contents(of: file.bytes.count)
    } catch let error as ZipDirectory.Fault {
      throw fault("archive", error.reason)
    } catch let error as PickleMachine.Fault {
      throw fault("pickle", error.reason)
    } catch let error as SavedTensors.Fault {
      throw fault(error.field, error.reason)
    }
    super.init(file, contents)
  }

  /// torch 1.6 and later: `NAME/data.pkl` and `NAME/data/KEY` for each storage.
  private static func archive(_ bytes: UnsafeRawBufferPointer) throws -> SavedTensors {
    let members = try ZipDirectory(bytes).members
    let pickles = members.keys.filter { $0.hasSuffix("/data.pkl") || $0 == "data.pkl" }
    guard let name = pickles.first, pickles.count == 1, let pickle = members[name] else {
      throw ZipDirectory.Fault(reason: "it has no data.pkl: torch.save didn't write it")
    }
    let root = name.dropLast("data.pkl".count)
    if members[root + "constants.pkl"] != nil {
      throw ZipDirectory.Fault(reason: "it is a TorchScript program, not a file of tensors")
    }
    if let order = members[root + "byteorder"],
      String(decoding: bytes[order], as: UTF8.self) != "little"
    {
      throw ZipDirectory.Fault(reason: "its numbers are big-endian")
    }
    guard pickle.count <= pickleLimit else {
      throw PickleMachine.Fault(reason: "it has \(pickle.count) bytes")
    }
    var machine = PickleMachine(UnsafeRawBufferPointer(rebasing: bytes[pickle]))
    let value = try machine.run()
    return try SavedTensors(value, machine) { members["\(root)data/\($0.key)"] }
  }

  /// The pickle of the number that files before torch 1.6 begin with.
  private static let magic: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]

  /// Before torch 1.6: five pickles (a number, a version, the machine's sizes, the dictionary, the keys of its
  /// storages), then each storage's count of values and the values.
  private static func legacy(_ bytes: UnsafeRawBufferPointer) throws -> SavedTensors {
    guard bytes.starts(with: magic) else {
      throw PickleMachine.Fault(reason: "torch.save didn't write it")
    }
    var machine = PickleMachine(bytes, from: magic.count)
    guard case .integer(1001) = try machine.run(), case .dictionary(let sizes) = try machine.run()
    else { throw PickleMachine.Fault(reason: "its version is not one that torch wrote") }
    for (key, value) in machine.dictionaries[sizes] {
      if case .string("little_endian") = key, case .bool(false) = value {
        throw PickleMachine.Fault(reason: "its numbers are big-endian")
      }
    }
    let value = try machine.run()
    let saved = try SavedTensors.tensors(value, machine)
    guard case .list(let keys) = try machine.run() else {
      throw PickleMachine.Fault(reason: "it doesn't list its storages")
    }
    guard machine.position <= pickleLimit else {
      throw PickleMachine.Fault(reason: "it has \(machine.position) bytes")
    }
    let storages = Dictionary(
      saved.map { ($0.tensor.storage.key, $0.tensor.storage) }, uniquingKeysWith: { $1 })
    var ranges: [String: Range<Int>] = [:]
    var position = machine.position
    for key in machine.sequences[keys] {
      guard case .string(let key) = key, let storage = storages[key], ranges[key] == nil else {
        throw PickleMachine.Fault(reason: "it lists a storage that no tensor has")
      }
      let size = storage.element.size
      guard bytes.count - position >= 8,
        let count = Int(
          exactly: Int64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Int64.self))),
        count == storage.count, count <= (bytes.count - position - 8) / size
      else { throw SavedTensors.Fault(field: "storage `\(key)`", reason: "is cut short") }
      ranges[key] = position + 8..<position + 8 + count * size
      position += 8 + count * size
    }
    return SavedTensors(named: saved) { ranges[$0.key] }
  }
}
