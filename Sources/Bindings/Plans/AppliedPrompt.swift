import Script
import Tensors
import Transformers
import Tuning

/// A prompt brought together with a model and the data it is for: what renders, scores and predicts.
struct AppliedPrompt {
  let plan: PromptPlan
  let language: LanguageModel
  let dataset: Dataset
  let demos: Demos
  let renderer: Renderer
  /// `[P, H]`; nil for a hard prompt.
  let soft: Variable?

  /// - Parameter embedding: the tuned vectors; without them a soft prompt starts as declared.
  init(
    _ plan: PromptPlan, language: LanguageModel, dataset: Dataset, embedding: Tensor?
  ) throws {
    self.plan = plan
    self.language = language
    self.dataset = dataset
    (demos, renderer) = try Self.renderer(plan, language.description, dataset)
    if let embedding {
      soft = Variable(embedding, requiresGradient: true)
    } else if plan.soft > 0 {
      do {
        let initial = try InitialPrompt.make(
          plan, count: plan.soft, table: language.causal.embedding.value,
          tokenizer: language.tokenizer)
        soft = Variable(initial, requiresGradient: true)
      } catch {
        throw error.fault
      }
    } else {
      soft = nil
    }
  }

  /// What needs no weights, and so can be had before anything runs.
  static func renderer(
    _ plan: PromptPlan, _ model: ModelDescription, _ dataset: Dataset
  ) throws -> (Demos, Renderer) {
    do {
      let demos = try Demos(count: plan.demos, from: dataset.train, seed: plan.seed)
      let renderer = try Renderer(
        plan, target: dataset.target, tokenizer: model.tokenizer, endToken: model.endToken?.text,
        demos: demos.rows)
      return (demos, renderer)
    } catch {
      throw error.fault
    }
  }

  var scorer: Scorer { Scorer(model: language.causal, renderer: renderer, soft: soft) }

  /// Rows that may be scored: none that the prompt shows as a demonstration.
  func scorable(_ rows: [DataRow]) -> [DataRow] {
    guard !demos.rows.isEmpty else { return rows }
    let shown = Set(demos.rows.map(\.fields))
    return rows.filter { !shown.contains($0.fields) }
  }

  func score(_ rows: [DataRow]) throws -> Score {
    let rows = scorable(rows)
    guard !rows.isEmpty else {
      throw Fault("there is no row to score", hint: "the split is empty")
    }
    try RowCheck(renderer: renderer, model: language.description).check(rows)
    do {
      return try scorer.score(rows)
    } catch let error as PromptError {
      throw error.fault
    }
  }
}

/// Whether every row can be rendered and fits the model, told before any training time is spent.
struct RowCheck {
  let renderer: Renderer
  let model: ModelDescription

  /// More than any tokenizer puts around a text of its own accord.
  private static let specialTokens = 8

  func check(_ rows: [DataRow]) throws {
    let limit = model.shape.maximumPositions
    do {
      for row in rows {
        let target = try renderer.targetText(row)
        guard !target.isEmpty else {
          throw PromptError.emptyTarget(row: row.index, text: target)
        }
        // A token of a text is at least one byte long, so short texts are known to fit without
        // being tokenised.
        let bytes = try renderer.text(row).utf8.count + renderer.plan.soft
        if bytes + Self.specialTokens <= limit { continue }
        let count = try renderer.render(row).codes.count
        guard count <= limit else {
          throw PromptError.tooLong(row: row.index, tokens: count, limit: limit)
        }
      }
    } catch let error as PromptError {
      throw error.fault
    }
  }
}
