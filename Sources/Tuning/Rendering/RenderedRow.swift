import Data

/// A row as the model sees it.
package struct RenderedRow: Sendable {
  /// Token ids, and `-1 - k` for soft token k.
  package var codes: [Int32]
  /// Whether each token is a target.
  package var isTarget: [Bool]
  /// The segment of each token, where a model takes one: 0 for the first text, 1 for the second.
  /// Empty where all are 0.
  package var types: [Int32]
  /// The row of the dataset that this came from, for messages.
  package var row: RowOrigin
  /// The index of its label among the model's, for a classification.
  package var label: Int32?
  /// What an encoder–decoder should answer, its end token included; empty elsewhere.
  package var reply: [Int32]
  /// How much its targets count in the loss.
  package var weight: Float = 1
  /// The text before the target that is in the target's first token: most often a blank.
  package internal(set) var lead = ""

  package init(
    codes: [Int32], isTarget: [Bool], types: [Int32] = [], row: RowOrigin, label: Int32? = nil,
    reply: [Int32] = []
  ) {
    self.codes = codes
    self.isTarget = isTarget
    self.types = types
    self.row = row
    self.label = label
    self.reply = reply
  }

  /// How many tokens it asks the model to produce, a first one that nothing predicts among them.
  var targetLength: Int { reply.isEmpty ? isTarget.count { $0 } : reply.count }

  /// How many logits its loss looks at.
  var targetCount: Int {
    label != nil ? 1 : reply.isEmpty ? isTarget.count { $0 } : reply.count
  }

  /// Whether there is anything to learn from it.
  package var hasTarget: Bool { label != nil || !reply.isEmpty || !predicted.isEmpty }

  /// Positions of the tokens that are predicted: targets that have something in front of them.
  var predicted: [Int] {
    codes.indices.filter { $0 > 0 && isTarget[$0] }
  }
}
