import Adapters
import Diagnostics
import Script
import Tuning

extension AdapterError {
  /// The fault, told of a folder or of what stands for it.
  func fault(_ folder: String) -> Fault {
    switch self {
    case .otherBase(let adapter, let model):
      Fault(
        "\(folder) was tuned on another base (\(adapter.prefix(8))), this model is "
          + "\(model.prefix(8))",
        hint: "use the base that it was tuned on, or write `base: \"any\"` to try it on this one")
    case .otherSize, .wrongWidth:
      Fault("\(folder) \(self)", hint: "use the base that it was tuned on")
    case .otherTask(let adapter, _):
      Fault(
        "\(folder) \(self)",
        hint: adapter == .label
          ? "give the model its `labels`" : "leave `labels` out of the model")
    case .method(let error): error.fault(folder)
    default: Fault("\(folder): \(self)")
    }
  }
}

extension MethodError {
  /// - Parameter owner: whose method it is: a folder or a run.
  func fault(_ owner: String) -> Fault {
    switch self {
    case .noSuchLayer(_, let known):
      Fault("\(self)", hint: "name some of \(known.joined(separator: ", "))", at: .field("targets"))
    default: Fault("\(owner): \(self)")
    }
  }
}
