import Figures
import Script

/// The text of `?name` for a value that a cell has made.
struct MemberHelp {
  private let interpreter: Interpreter

  init(_ interpreter: Interpreter) { self.interpreter = interpreter }

  func text(_ name: String, _ value: Value) -> String {
    let line = value.text.split(separator: "\n").first.map { String($0.prefix(200)) } ?? ""
    let first = Terminal().clean(line)
    var text = "\(name): \(value.typeName)\n"
    if !first.isEmpty { text += "  \(first)\n" }
    let members = interpreter.members(of: value).sorted { $0.name < $1.name }
    let width = members.map(\.name.count).max() ?? 0
    for member in members {
      let gap = String(repeating: " ", count: width - member.name.count)
      text += "  .\(member.name)\(gap)  \(member.doc ?? "")\n"
    }
    return text
  }
}
