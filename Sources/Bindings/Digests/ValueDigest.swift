import Crypto
import Files
import Foundation
import Script
import Tensors
import Tuning

/// SHA-256 over all that a value is, to the last bit, the same in every process: what shows that a
/// script has given the same result again. Times that steps took are left out.
///
/// A model counts as its fingerprint, a dataset as its rows, a run as its key, its curves and what it
/// keeps, a function as nothing but a function.
package struct ValueDigest: Hashable, Sendable {
  package let hex: String

  package init(_ value: Value) {
    var writer = DigestWriter()
    writer.add(value)
    hex = writer.hash.finalize().hexadecimal
  }
}

/// Values as bytes, each with its kind and its size before it, so that no two share a form.
private struct DigestWriter {
  var hash = SHA256()

  mutating func add(_ value: Value) {
    add(value.typeName)
    switch value {
    case .none, .function, .builtin, .method: break
    case .bool(let flag): add(flag ? 1 : 0)
    case .number(let number): add(number)
    case .string(let text): add(text)
    case .list(let items): add(items)
    case .record(let record):
      add(record.count)
      for (key, value) in record {
        add(key)
        add(value)
      }
    case .range(let range):
      add(range.start)
      add(range.end)
      add(range.step)
    case .object(let object): add(object)
    }
  }

  private mutating func add(_ object: any HostObject) {
    switch object {
    case let tensor as TensorObject: add(tensor.tensor)
    case let model as ModelObject:
      add(model.fingerprint)
      add(model.place.precision?.rawValue ?? "auto")
      for label in model.labels?.names ?? [] { add(label) }
    case let dataset as DatasetObject: add(dataset.dataset.hash)
    case let run as RunObject: add(run)
    // Its seconds differ from one training to the next.
    case let stored as StoredRunObject: add(stored.key.hex)
    case let grid as GridObject:
      add(grid.runs.count)
      for run in grid.runs { add(run) }
    case let score as ScoreObject: add(score.score)
    // Of runs, which its JSON would have with the time that they took.
    case let figure as FigureObject: add((try? figure.member("data")) ?? .none)
    case let prompt as PromptObject:
      add(.record(Record(prompt.plan.settings.map { ($0.name, $0.value) })))
      if let embedding = prompt.embedding { add(embedding) }
    default:
      var json = ""
      // Numbers that aren't finite have no form in it.
      let hasForm = (try? object.writeJSON(to: &json)) ?? false
      add(hasForm ? json : object.text)
    }
  }

  private mutating func add(_ run: RunObject) {
    let state = run.session.state
    add(run.plan.key.hex)
    add(state.step)
    add(Tensor(state.losses, shape: [state.losses.count]))
    for evaluation in state.evaluations {
      add(evaluation.step)
      add(evaluation.loss)
      add(evaluation.accuracy)
    }
    let kept = state.kept
    add(kept.step)
    for (name, tensor) in zip(state.names, kept.parameters) {
      add(name)
      add(tensor)
    }
  }

  private mutating func add(_ score: Score) {
    add(score.rows)
    add(score.targetTokens)
    add(score.loss)
    add(score.accuracy)
    add(score.tokenAccuracy)
    for prediction in score.predictions {
      add(prediction.row)
      add(prediction.chosen ?? "")
      for probability in prediction.logProbabilities { add(probability) }
    }
  }

  private mutating func add(_ items: [Value]) {
    add(items.count)
    for item in items { add(item) }
  }

  private mutating func add(_ tensor: Tensor) {
    add(tensor.shape.count)
    for size in tensor.shape { add(size) }
    tensor.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
  }

  private mutating func add(_ text: String) {
    add(text.utf8.count)
    hash.update(data: Data(text.utf8))
  }

  private mutating func add(_ number: Double) { add(Int(bitPattern: UInt(number.bitPattern))) }

  private mutating func add(_ number: Int) {
    withUnsafeBytes(of: Int64(number).littleEndian) { hash.update(bufferPointer: $0) }
  }
}
