import Data
import Foundation
import Script

extension Call {
  /// The model that was given, or the one that the prompt was tuned on.
  func model(_ index: Int, of prompt: PromptObject) throws -> ModelObject {
    if has(index) {
      let model = try givenModel(index)
      if let tuned = prompt.tuned, tuned.model.fingerprint != model.fingerprint {
        throw Fault(
          "\(prompt.carrierName) was tuned on another model",
          hint: "leave `model` out to use its own", at: .argument(index))
      }
      return model
    }
    if let tuned = prompt.tuned { return tuned.model }
    throw Fault(
      "prompt `\(prompt.declaration.name)` doesn't know a model",
      hint: hint(adding: "model", noun: "model"))
  }

  private func unfittingModel(_ index: Int) -> Fault {
    Fault(
      "`model` takes a model, not \(self[index].brief)",
      hint: hint(adding: "model", noun: "model", insteadOf: self[index]), at: .argument(index))
  }

  /// What was given as a model.
  func givenModel(_ index: Int) throws -> ModelObject {
    guard case .object(let object) = self[index], let model = object as? ModelObject else {
      throw unfittingModel(index)
    }
    return model
  }

  /// The dataset that was given, or the one that the prompt was tuned on, or that the rows are of.
  func dataset(_ index: Int, of prompt: PromptObject) throws -> Dataset {
    if case .object(let object) = self[index] {
      if let data = object as? DatasetObject { return data.dataset }
      if let split = object as? SplitObject { return split.dataset }
    }
    do {
      return try prompt.knownDataset
    } catch let fault as Fault {
      if case .object(let split as SplitObject) = self[0] { return split.dataset }
      throw Fault(fault.message, hint: hint(adding: "data", noun: "dataset"))
    }
  }

  /// A record as a row, and the dataset whose columns it has.
  /// - Parameter data: the argument that may name the dataset.
  func row(
    _ index: Int, of prompt: PromptObject, data: Int?
  ) throws -> (DataRow, Dataset) {
    guard case .record(let record) = self[index] else {
      throw Fault(
        "`row` takes a record, not \(self[index].brief)", hint: "such as a row of \(split)",
        at: .argument(index))
    }
    let row = DataRow(record, index: 0, origin: .input)
    if let tuned = prompt.tuned { return (row, tuned.dataset) }
    if let data, has(data) { return (row, try dataset(data, of: prompt)) }
    // Without a dataset the last hole of the template is what the model has to produce.
    guard let target = prompt.plan.template.columns.last else {
      throw Fault("the template has no column", hint: "such as {review}")
    }
    if prompt.plan.demos > 0 {
      throw Fault(
        "the demonstrations of prompt `\(prompt.declaration.name)` come from a dataset",
        hint: hint(adding: "data", noun: "dataset"))
    }
    return (
      row,
      Dataset(
        name: "row", columns: record.keys, input: record.keys.first ?? target, target: target,
        train: [row], valid: [], test: [])
    )
  }
}
