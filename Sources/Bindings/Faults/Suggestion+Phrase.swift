import Diagnostics

extension Suggestion {
  /// The likeliest word, or, where none is near, all there are.
  static func phrase(for word: String, among known: [String]) -> String {
    question(for: word, among: known)
      ?? "there is \(known.prefix(12).joined(separator: ", "))\(known.count > 12 ? ", …" : "")"
  }
}
