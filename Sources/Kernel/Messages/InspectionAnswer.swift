import Bindings
import JSON
import Notebooks
import Script
import Syntax

/// The answer to `inspect_request`: what `?word` says of the word at an offset.
struct InspectionAnswer {
  let host: EngineHost
  let names: any NameSource

  /// - Parameter position: in code points.
  func content(_ code: String, at position: Int) -> JSONValue {
    let text = text(code, CodePoints(code).byteOffset(position))
    return .record([
      "status": .text("ok"), "found": .bool(text != nil),
      "data": text.map { MIMEBundle.content(help: $0) } ?? .object([]), "metadata": .object([]),
    ])
  }

  private func text(_ code: String, _ offset: Int) -> String? {
    if code.hasPrefix("?") { return answer(String(code.dropFirst())) }
    if let site = WordSite.at(offset, of: code) {
      let query = site.topic { topic($0, of: $1, code, site.range.lowerBound) }
      if let text = query.flatMap(answer) { return text }
    }
    // Between the parentheses of a call it is the function that is asked about.
    guard let call = CallSite.at(offset, of: code) else { return nil }
    return answer(topic(call.callee, of: call.receiver, code, offset))
  }

  private func topic(
    _ member: String, of receiver: String?, _ code: String, _ offset: Int
  ) -> String {
    guard let receiver else { return member }
    if names.typeName(ofPath: "\(receiver).\(member)") != nil { return "\(receiver).\(member)" }
    let head = String(decoding: Array(code.utf8.prefix(offset)), as: UTF8.self)
    let type =
      names.typeName(ofPath: receiver) ?? StaticTypes(host, before: head).type(of: receiver)
    return type.map { "\($0).\(member)" } ?? member
  }

  private func answer(_ query: String) -> String? {
    try? HelpAnswer(host, names).text(query)
  }
}
