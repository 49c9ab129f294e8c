import Diagnostics
import Script
import Tuning

extension TemplateError {
  func fault(in template: String) -> Fault {
    let near = String(decoding: Array(template.utf8)[offset...].prefix(12), as: UTF8.self)
    switch self {
    case .unclosedBrace:
      return Fault(
        "`{` is never closed, at \"\(near)\"", hint: "close it, or write {{ for a brace",
        at: .field("template"))
    case .strayBrace:
      return Fault(
        "`}` closes nothing, at \"\(near)\"", hint: "write }} for a brace", at: .field("template"))
    case .emptyHole:
      return Fault("`{}` names no column", hint: "such as {review}", at: .field("template"))
    case .wrongSoftCount(let text, _):
      return Fault(
        "`{soft:\(text)}` has no count", hint: "such as {soft:5}", at: .field("template"))
    case .unknownOption(let hole, _):
      return Fault("`{\(hole)}` is not understood", at: .field("template"))
    }
  }
}
