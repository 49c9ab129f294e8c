import Diagnostics
import Foundation
import Script

/// The data sets that travel with the program, which `from: "workshop:reviews"` names.
package enum EmbeddedSets {
  private static let prefix = "workshop:"

  /// Each with what is in it.
  private static let sets = [
    (name: "reviews", doc: "review, mood: 600 reviews, each positive or negative"),
    (name: "topics", doc: "review, topic: 500 reviews of food, films, hotels, books and games"),
    (name: "spanish", doc: "spanish, english: 500 sentences and their translations"),
  ]

  /// As a dataset names them.
  static let names = sets.map { prefix + $0.name }

  static func isName(_ path: String) -> Bool { path.hasPrefix(prefix) }

  /// The file of a set; nil where the path is a file's own.
  package static func file(_ path: String) throws -> URL? {
    guard isName(path) else { return nil }
    let name = String(path.dropFirst(prefix.count))
    guard sets.contains(where: { $0.name == name }) else {
      let near = Suggestion.closest(to: name, among: sets.map(\.name))
      throw Fault(
        "no set called `\(name)` travels with pts",
        hint: near.map { "did you mean \"\(prefix)\($0)\"?" }
          ?? "the sets are "
          + sets.map { "\"\(prefix)\($0.name)\" (\($0.doc))" }.joined(separator: "; "))
    }
    guard let file = Resources.folder("sets")?.appendingPathComponent(name + ".csv") else {
      throw Fault(
        "the data sets of pts are not beside this program",
        hint: "install it with scripts/install, which copies its folder too")
    }
    return file
  }

  /// The set that somebody means who names a file that isn't there.
  static func meant(by path: String) -> String? {
    let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    return sets.contains { $0.name == name } ? prefix + name : nil
  }
}
