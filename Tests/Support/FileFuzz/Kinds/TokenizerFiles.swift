import Foundation
import Mutation
import ReferenceData
import TokenizerFuzz

/// Every `tokenizer.json` of the fixtures.
struct TokenizerFiles: FuzzKind {
  static let name = "tokenizers"
  let fixtures: [Fixture]
  private static let file = "tokenizer.json"

  init() throws {
    let folder = ReferenceData.root.appendingPathComponent("tokenizers")
    fixtures = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".tokenizer.json") }
      .map { name in
        Fixture(name: name) {
          [Self.file: [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))]
        }
      }
  }

  func mutate(_ fixture: Fixture, _ draw: inout Draw) throws -> Mutant {
    let bytes = try fixture.files()[Self.file] ?? []
    return Mutant(fixture, files: [Self.file: TokenizerFuzz.mutate(bytes, &draw)])
  }

  func open(_ mutant: Mutant, in folder: URL) throws -> () throws -> Void {
    let bytes = mutant.files[Self.file] ?? []
    let tokenizer = try TokenizerFuzz.tokenizer(bytes)
    return { try TokenizerFuzz.check(tokenizer) }
  }
}
