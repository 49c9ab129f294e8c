import Diagnostics
import Script
import Transformers

/// How the labels that a script names lie against those of the folder's own head, which knows them by their
/// positions alone. Names are compared without case: people write `positive`, files `POSITIVE`.
struct LabelOrder {
  let names: [String]
  /// `id2label`.
  let own: [String]

  /// Throws where the head has some of the names at other positions.
  func check() throws {
    let positions = Dictionary(
      own.enumerated().map { ($1.lowercased(), $0) }, uniquingKeysWith: { one, _ in one })
    guard own.count == names.count,
      names.enumerated().contains(where: { index, name in
        positions[name.lowercased()].map { $0 != index } ?? false
      })
    else { return }
    // The script's own spelling of what it shares with the head.
    let spelled = Dictionary(
      names.map { ($0.lowercased(), $0) }, uniquingKeysWith: { one, _ in one })
    let ordered = own.map { Value.string(spelled[$0.lowercased()] ?? $0) }
    throw Fault(
      "the folder's own head has these labels in another order",
      hint: "write `labels: \(Value.list(ordered).source)`", at: .field("labels"))
  }

  /// What a person should know of the head that scores these labels; nil where the names agree.
  func warning(_ origin: HeadOrigin) -> String? {
    switch origin {
    case .drawn(found: nil): return nil
    case .drawn(let found?):
      return found == names.count
        ? "the folder's head lacks some of its tensors: a new head is drawn by `seed`, and has to "
          + "be trained first"
        : "the folder's head was trained for \(found) labels, and `labels` names \(names.count): a new head "
          + "is drawn by `seed`, and has to be trained first"
    case .checkpoint:
      // What transformers calls them where a configuration doesn't.
      let own =
        own.count == names.count ? own : names.indices.map { "LABEL_\($0)" }
      let pairs = zip(names, own).filter { $0.lowercased() != $1.lowercased() }
      guard !pairs.isEmpty else { return nil }
      return "the folder's head has other names for its labels, which are taken in its order: "
        + pairs.map { "\"\($0)\" is its \($1)" }.joined(separator: ", ")
    }
  }
}
