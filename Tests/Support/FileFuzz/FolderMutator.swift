import Foundation
import JSON
import Mutation
import TokenizerFuzz

/// Changes one file of a folder or several, each as its form has it.
struct FolderMutator {
  private let mutator: FileMutator
  /// Other fixtures, whose files and fields are put in the place of the folder's own.
  private let others: [Fixture]

  /// - Parameter words: what keys and texts turn into, besides those of the fixtures' own JSON.
  init(_ fixtures: [Fixture], words: [String]) throws {
    others = fixtures
    var known: Set<String> = Set(words)
    for fixture in fixtures {
      for (path, bytes) in try fixture.files()
      where path.hasSuffix(".json") && !path.hasSuffix("tokenizer.json") {
        guard let root = try? JSONValue(parsing: bytes) else { continue }
        Self.gather(root, into: &known)
      }
    }
    mutator = FileMutator(words: known.sorted())
  }

  private static func gather(_ value: JSONValue, into words: inout Set<String>) {
    if let text = value.string, text.utf8.count < 40 { words.insert(text) }
    for element in value.array ?? [] { gather(element, into: &words) }
    for member in value.object ?? [] {
      words.insert(member.name)
      gather(member.value, into: &words)
    }
  }

  func json(_ bytes: [UInt8], _ draw: inout Draw) -> [UInt8] { mutator.json(bytes, &draw) }

  /// - Parameter changed: is told each file that was changed, before and after.
  func mutate(
    _ files: FileSet, _ draw: inout Draw,
    changed: (inout FileSet, _ path: String) -> Void = { _, _ in }
  ) throws -> FileSet {
    var files = files
    for _ in 0...(draw.once(in: 4) ? 1 : 0) {
      let paths = files.keys.sorted()
      guard !paths.isEmpty else { break }
      let configurations = paths.filter { $0.hasSuffix(".json") && !$0.hasSuffix("tokenizer.json") }
      let path =
        configurations.isEmpty || draw.once(in: 2) ? draw.of(paths) : draw.of(configurations)
      switch draw.below(30) {
      case 0: files[path] = nil
      case 1: files[path] = []
      // A folder where a file should be.
      case 2: files[path + "/" + path] = files.removeValue(forKey: path)
      case 3, 4: files[path] = try draw.of(others).files()[path] ?? files[path]
      default: files[path] = try mutated(files[path] ?? [], path, &draw)
      }
      changed(&files, path)
    }
    return files
  }

  private func mutated(
    _ bytes: [UInt8], _ path: String, _ draw: inout Draw
  ) throws -> [UInt8] {
    if path.hasSuffix("tokenizer.json") { return TokenizerFuzz.mutate(bytes, &draw) }
    if path.hasSuffix(".safetensors") { return mutator.safetensors(bytes, &draw) }
    guard path.hasSuffix(".json") else { return mutator.text(bytes, &draw) }
    var bytes = bytes
    if draw.once(in: 4), let other = try draw.of(others).files()[path] {
      bytes = Self.crossed(bytes, other, &draw)
      if draw.once(in: 2) { return bytes }
    }
    return mutator.json(bytes, &draw)
  }

  /// Some fields of another's file, in the place of one's own or beside them.
  private static func crossed(
    _ bytes: [UInt8], _ other: [UInt8], _ draw: inout Draw
  ) -> [UInt8] {
    guard var own = (try? JSONValue(parsing: bytes))?.object,
      let theirs = (try? JSONValue(parsing: other))?.object, !theirs.isEmpty
    else { return bytes }
    for _ in 0...draw.below(4) {
      let member = draw.of(theirs)
      own.removeAll { $0.key == member.key }
      own.append(member)
    }
    return JSONMutator.bytes(of: .object(own))
  }
}
