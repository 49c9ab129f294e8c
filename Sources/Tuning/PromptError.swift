import Data

/// What keeps a prompt from being rendered or started.
package enum PromptError: Error, Hashable {
  case softCountsDisagree(template: Int, soft: Int)
  /// The template has {soft} without a count, and nothing says how many.
  case softCountMissing
  case missingColumn(String, row: RowOrigin, known: [String])
  /// A list or a record, where the template needs a text.
  case nestedColumn(String, row: RowOrigin, found: String)
  case noTarget(column: String)
  /// A classifier would read the label that it has to predict.
  case targetOfClassifier(column: String)
  /// A model with labels has no use for words for them.
  case answersOfClassifier
  case textAfterReply(column: String)
  case emptyTarget(row: RowOrigin, text: String)
  case unknownLabel(String, row: RowOrigin, known: [String])
  case tooLong(row: RowOrigin, tokens: Int, limit: Int)
  /// The row and one of the answers together are longer than the model takes.
  case answerTooLong(row: RowOrigin, label: String, tokens: Int, limit: Int)
  /// The row fills the model, and nothing could be written after it.
  case noRoomForTarget(row: RowOrigin, tokens: Int, limit: Int)
  /// The row renders to nothing at all.
  case noTokens(row: RowOrigin)
  /// The target is the first thing in the row, so that no token predicts its first one.
  case nothingBeforeTarget(row: RowOrigin, hasEndToken: Bool)
  /// The tokenizer knows more tokens than the model has embeddings.
  case unknownToken(row: RowOrigin, id: Int, size: Int)
  /// The tokenizer's file gives a token another segment than the model has.
  case unknownTokenType(row: RowOrigin, type: Int, size: Int)
  case initialTextTooLong(tokens: Int, soft: Int)
  case initialTextEmpty
  case initialTextUnknownToken(id: Int, size: Int)
  case labelsWithoutAnswers
  case wrongInitialShape(found: [Int], expected: [Int], from: String)
  case noEndToken
  /// The tokenizer puts nothing between two texts.
  case noSeparator
  case secondSeparator
  case separatorInDemos
  case tooFewDemos(wanted: Int, available: Int)
  /// A prefix is in front of everything; the template can't position it.
  case softPlaceOfPrefix
  /// More soft tokens than the model has positions.
  case promptTooLong(soft: Int, limit: Int)
  /// No training row, so nothing that names a task.
  case noTasks(column: String)
  /// A row's task is none of the method's.
  case unknownTask(String, row: RowOrigin, known: [String])
}
