import Checkpoints
import Foundation
import Mutation
import ReferenceData

/// Files of torch.save, as the fixtures have them from several of its versions.
struct PickleFiles: FuzzKind {
  static let name = "pickles"
  let fixtures: [Fixture]
  private static let file = "pytorch_model.bin"

  init() throws {
    let folder = ReferenceData.root.appendingPathComponent("pickles")
    fixtures = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".bin") }
      .map { name in
        Fixture(name: name) {
          [Self.file: [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))]
        }
      }
  }

  /// Bytes are replaced where they are, most of them in the pickle or in the archive's own records: what moves
  /// leaves no archive.
  func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant {
    var bytes = try fixture.files()[Self.file] ?? []
    for _ in 0..<1 + draw.below(4) {
      let place = draw.once(in: 2) ? draw.below(min(bytes.count, 1600)) : draw.below(bytes.count)
      switch draw.below(6) {
      case 0: bytes[place] ^= 1 << UInt8(draw.below(8))
      case 1: bytes[place] = UInt8(draw.below(256))
      case 2: bytes[place] = draw.of(Array("(.]})0123abcehijqrstuKMJQRXUN\u{0}".utf8))
      case 3:
        for offset in place..<min(bytes.count, place + draw.of([2, 4, 8])) {
          bytes[offset] = draw.of([0, 0xFF])
        }
      case 4:
        let from = draw.below(bytes.count)
        for offset in 0..<min(draw.below(24), bytes.count - max(from, place)) {
          bytes[place + offset] = bytes[from + offset]
        }
      default: if draw.once(in: 8) { bytes.removeLast(1 + draw.below(bytes.count - 1)) }
      }
    }
    return Mutant(fixture, files: [Self.file: bytes])
  }

  func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void {
    let file = try PickledTensors(folder.appendingPathComponent(Self.file))
    return {
      for (name, entry) in file.entries {
        let tensor = try file.tensor(name)
        guard tensor.shape == entry.shape else {
          throw FuzzFault.broken("`\(name)` has the shape \(tensor.shape), not \(entry.shape)")
        }
      }
    }
  }
}
