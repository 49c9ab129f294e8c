import Data
import Ranks
import Script
import Tensors
import Transformers
import Tuning

/// A prompt brought together with a model and the data it is for: what renders, scores and predicts.
struct AppliedPrompt {
  let plan: PromptPlan
  let language: LocalModel
  let dataset: Dataset
  let demos: Demonstrations
  let renderer: TokenRenderer
  let task: TaskModel
  /// How the prompt is tuned, with what it has learned; nil for a hard prompt.
  private(set) var method: (any TuningMethod)?
  /// What the training rows say of it.
  let facts: PromptFacts
  /// Whether the head is the model's own, not one that a run has trained.
  private let isHeadUntuned: Bool

  /// - Parameter learned: what a run has tuned; without it the prompt starts as declared.
  init(
    _ plan: PromptPlan, language: LocalModel, labels: ModelLabels?, dataset: Dataset,
    learned: Learned? = nil
  ) throws {
    self.plan = plan
    self.language = language
    self.dataset = dataset
    isHeadUntuned = learned?.head == nil
    (demos, renderer) = try Self.renderer(plan, language.description, labels, dataset)
    facts = PromptFacts(renderer, dataset)
    do {
      method = if let learned { learned.method } else { try plan.startingMethod(language) }
      let head =
        try learned?.head
        ?? labels.map { try language.classificationHead(labels: $0.names.count, seed: $0.seed) }
      // A run trains its head, and the model's own stays as it was.
      task = try TaskModel(language, head: head)
    } catch let error as PromptError {
      throw error.fault
    } catch let error as TuningError {
      throw error.fault
    }
  }

  /// The same with another method.
  func tuning(
    by change: ((any TuningMethod)?) throws -> (any TuningMethod)?
  ) rethrows -> AppliedPrompt {
    var applied = self
    applied.method = try change(method)
    return applied
  }

  /// What a run leaves: the method and the head with the values that it kept.
  struct Learned {
    let method: any TuningMethod
    let head: ClassificationHead?
  }

  /// What needs no weights, and so can be had before anything runs.
  static func renderer(
    _ plan: PromptPlan, _ model: ModelDescription, _ labels: ModelLabels?, _ dataset: Dataset
  ) throws -> (Demonstrations, TokenRenderer) {
    if model.architecture.kind == .encoder && labels == nil {
      throw TuningError.noHead(model.shape.modelType).fault
    }
    do throws(PromptError) {
      var plan = plan
      plan.maxTokens = plan.maxTokens ?? dataset.maxTokens
      guard
        let demos = Demonstrations(count: plan.demos, from: dataset.train, seed: plan.seed)
      else { throw PromptError.tooFewDemos(wanted: plan.demos, available: dataset.train.count) }
      let renderer = try TokenRenderer(
        plan, form: form(model, labels), target: dataset.target, input: dataset.input,
        tokenizer: model.tokenizer, endToken: model.endToken?.text,
        tokenTypes: model.architecture.segmentTypes, demos: demos.rows, known: dataset.train)
      return (demos, renderer)
    } catch {
      throw error.fault
    }
  }

  private static func form(_ model: ModelDescription, _ labels: ModelLabels?) -> TargetForm {
    if let labels { return .label(labels.names) }
    return model.architecture.kind == .encoderDecoder ? .reply : .text
  }

  /// - Parameters:
  ///   - ranks: the processes that share the rows.
  ///   - stops: whether ^C stops it.
  ///   - onRows: called with the number of rows scored.
  func scorer(
    among ranks: any ProcessGroup, stops: Bool = false,
    onRows: @escaping (_ done: Int) -> Void = { _ in }
  ) -> Scorer {
    Scorer(
      model: task, renderer: renderer, method: method, ranks: ranks, stops: stops, onRows: onRows)
  }

  /// What the prompt brings to a pass.
  var conditioning: Conditioning {
    method?.conditioning(on: Tape(recording: false)) ?? Conditioning()
  }

  /// Rows that may be scored: none that the prompt shows as a demonstration.
  func scorable(_ rows: [DataRow]) -> [DataRow] {
    guard !demos.rows.isEmpty else { return rows }
    let shown = Set(demos.rows.map(\.fields))
    return rows.filter { !shown.contains($0.fields) }
  }

  /// - Parameters:
  ///   - engine: shares the rows among its processes, and warns of what a reader of the score must
  ///     know.
  ///   - work: what this is to who watches it: `scoring first`.
  func score(_ rows: [DataRow], _ engine: Engine, as work: String) throws -> Score {
    let rows = scorable(rows)
    guard !rows.isEmpty else {
      throw Fault("there is no row to score", hint: "the split is empty")
    }
    let report = try RowCheck(renderer: renderer, model: language.description)
      .check(rows, for: .scoring)
    warn(of: report, engine)
    do {
      return try cachedScore(rows, engine, as: work) { advance in
        try scorer(among: engine.ranks, stops: true, onRows: advance).score(rows)
      }
    } catch let error as PromptError {
      throw error.fault
    }
  }

  /// Warns, once, of what makes a score or a prediction other than it seems.
  func warn(of report: RowCheck.Report, _ engine: Engine) {
    if let head = task.head, head.isDrawn, isHeadUntuned {
      engine.warnOnce(
        "the classification head of \(head.labels) labels is untrained: its answers are chance "
          + "until a run has trained it")
    }
    for note in report.notes(renderer) { engine.warnOnce(note) }
    for note in facts.notes { engine.warnOnce(note) }
  }
}

extension AppliedPrompt {
  /// What a score of some rows names as labels.
  private var labels: [String] {
    if case .label(let labels) = renderer.form { return labels }
    return plan.answers.map(\.label)
  }

  /// The score of some rows from the store, or else computed and kept.
  func cachedScore(
    _ rows: [DataRow], _ engine: Engine, as work: String,
    compute: (_ advance: @escaping (Int) -> Void) throws -> Score
  ) throws -> Score {
    try engine.cached(
      "score", work, key: { scoreKey(rows) },
      isWhole: { $0.fits(rows: rows.count, labels: labels) },
      compute: { try engine.observed(work, .rows, of: rows.count, compute) })
  }

  /// Everything that a score of some rows depends on.
  private func scoreKey(_ rows: [DataRow]) -> ResultKey {
    var key = ResultKey(kind: "score 1")
    key.add(language.identity)
    key.add(conditioning.digest)
    for parameter in task.head?.parameters ?? [] {
      key.add(parameter.name)
      key.add(parameter.variable.value.values.map { Int32(bitPattern: $0.bitPattern) })
    }
    key.add(labels.joined(separator: "\n"))
    // Of the plan what a row becomes: what soft tokens hold is in the conditioning.
    key.add(plan.template.source)
    for answer in plan.answers {
      key.add("\(answer.label.utf8.count) \(answer.label)\(answer.words)")
    }
    key.add("\(plan.scoring) \(plan.soft) \(plan.method) \(String(describing: plan.maxTokens))")
    key.add(
      "\(dataset.input.utf8.count) \(dataset.input)\(dataset.target) \(dataset.maxTokens ?? 0)")
    for row in demos.rows { add(row, to: &key) }
    key.add("\(rows.count) rows")
    for row in rows { add(row, to: &key) }
    return key
  }

  private func add(_ row: DataRow, to key: inout ResultKey) {
    key.add("row \(row.index)")
    for (name, text) in row.fields.sorted(by: { $0.key < $1.key }) {
      key.add(name)
      key.add(text)
    }
  }
}
