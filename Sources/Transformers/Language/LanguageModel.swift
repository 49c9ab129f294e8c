/// A model of text, wherever its weights are: what scoring, search and measures are written against.
///
/// It takes three requests, none of which shows a tensor. What trains, or looks inside, asks for a
/// `LocalModel` by `local(for:)`.
package protocol LanguageModel: AnyObject {
  var capabilities: ModelCapabilities { get }

  /// log p of each continuation after its context, in the requests' order.
  func logProbabilities(of requests: [ScoringRequest]) throws -> [ContinuationScore]

  /// What follows each context, or an encoder–decoder's replies to it: `settings.samples` texts each,
  /// cut before the first of the stops.
  func texts(
    after contexts: [String], _ settings: Generator.Settings, stops: [String]
  ) throws -> [[String]]

  /// The model itself where its weights are here.
  var local: LocalModel? { get }
}

extension LanguageModel {
  package var local: LocalModel? { nil }

  /// The model with its weights, or the fault that says what needs them.
  /// - Parameter purpose: a noun that can open a sentence: "training".
  package func local(for purpose: String) throws(LanguageModelError) -> LocalModel {
    if let local { return local }
    throw .needsWeights(model: capabilities.name, purpose: purpose)
  }
}
