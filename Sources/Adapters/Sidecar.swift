import Foundation
import Transformers
import Tuning

extension Adapter {
  /// `pts.json`: what PEFT can't hold — where soft tokens are in the text, what was tuned how and
  /// on what, and how far it has come.
  package struct Sidecar: Codable, Sendable {
    /// Raised when the layout changes; a folder of a later version is refused.
    static let currentVersion = 2
    var version = Self.currentVersion

    package var template: String
    /// The column that the model produces.
    package var target: String
    /// Label and words of each answer.
    package var answers: [[String]]
    /// Labels in the order of the head's logits; nil without a head.
    package var labels: [String]?
    /// P, over all soft segments.
    package var soft: Int
    package var demos: Int
    /// Nil for a sum.
    package var scoring: ChoiceScoring?
    /// Tokens that a row keeps of its input column; nil for all.
    package var maxTokens: Int?
    package var promptSeed: UInt64
    package var method: TunedMethod
    package var hyper: Hyperparameters?
    package var baseFingerprint: String
    package var baseShape: ModelShape?
    package var run: String
    package var metrics: [String: Double]

    // What the folder's writer fills in.
    var task: AdapterTask?
    var baseModel: String?
    /// There is nothing of PEFT's beside it.
    var isWholeFolder = false
    /// SHA-256 of the files that it was written with: another program may have replaced one.
    var digests: [String: String] = [:]
    /// In version 1 what `pts_state.safetensors` now says itself.
    var progress: EarlierProgress?

    package init(
      plan: PromptPlan, method: TunedMethod, target: String, labels: [String]? = nil,
      hyper: Hyperparameters? = nil, base: LocalModel, run: String,
      metrics: [String: Double] = [:]
    ) {
      template = plan.template.source
      answers = plan.answers.map { [$0.label, $0.words] }
      soft = plan.soft
      demos = plan.demos
      scoring = plan.scoring == .sum ? nil : plan.scoring
      maxTokens = plan.maxTokens
      promptSeed = plan.seed
      self.method = method
      self.target = target
      self.labels = labels
      self.hyper = hyper
      baseFingerprint = base.fingerprint
      baseShape = base.network.shape
      self.run = run
      self.metrics = metrics
    }

    private enum CodingKeys: String, CodingKey {
      case version = "version"
      case template = "template"
      case target = "target"
      case answers = "answers"
      case labels = "labels"
      case soft = "soft"
      case demos = "demos"
      case scoring = "scoring"
      case maxTokens = "maxTokens"
      case promptSeed = "promptSeed"
      case method = "method"
      case hyper = "hyper"
      case baseFingerprint = "baseFingerprint"
      case baseShape = "baseShape"
      case run = "run"
      case metrics = "metrics"
      case task = "task"
      case baseModel = "baseModel"
      case isWholeFolder = "isWholeFolder"
      case digests = "digests"
      case progress = "progress"
    }

    func json() throws -> Data {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return try encoder.encode(self)
    }
  }
}
