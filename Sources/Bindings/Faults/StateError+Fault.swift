import Script
import Tuning

extension StateError {
  var fault: Fault {
    switch self {
    case .otherOptimizer(let saved, _):
      Fault(
        "\(self)", hint: "write `optimizer: \"\(saved.rawValue)\"` to resume it",
        at: .field("optimizer"))
    default:
      Fault(
        "the saved state doesn't fit this run: \(self)",
        hint: "start from scratch: remove `resume:`")
    }
  }
}
