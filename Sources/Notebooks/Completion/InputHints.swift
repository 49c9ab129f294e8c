import Bindings
import Script
import Syntax

/// What an editor can show faintly after an input: the likeliest way to go on, or something to know.
struct InputHints {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// The rest of the word that is being typed, where little else fits. Files aren't looked for: this
  /// is asked at each key.
  func completion(of text: String, by completer: InputCompleter) -> String? {
    guard InputLanguage.code(in: text) != nil ? isWord(text) : !text.contains(where: \.isWhitespace)
    else { return nil }
    let end = text.utf8.count
    let found = completer.completion(of: text, at: end)
    let typed = String(decoding: Array(text.utf8)[found.range], as: UTF8.self)
    let longer = found.candidates.map(\.insert).filter { $0.hasPrefix(typed) && $0 != typed }
    guard typed.count > 2 || (typed.count == 2 && longer.count == 1),
      let likeliest = longer.min(by: { $0.count < $1.count })
    else { return nil }
    return String(likeliest.dropFirst(typed.count))
  }

  private func isWord(_ text: String) -> Bool {
    switch CompletionSite.at(text.utf8.count, of: text).context {
    case .string, .nothing: false
    default: true
    }
  }

  /// How many tokens a template has that ends the text, by the tokenizer of the model that was declared
  /// last.
  func note(on text: String) -> String? {
    guard text.contains("template"), let name = session.interpreter.lastDeclared("model"),
      let model = session.interpreter.value(of: name), let template = template(endingAt: text),
      let size = TemplateSize(of: template, on: model)
    else { return nil }
    let tokens = "\(size.tokens) token\(size.tokens == 1 ? "" : "s")"
    return size.holes == 0
      ? tokens : "\(tokens) + \(size.holes) hole\(size.holes == 1 ? "" : "s")"
  }

  /// The template that is being typed, or whose closing quote has just been.
  private func template(endingAt text: String) -> String? {
    let end = text.utf8.count
    for offset in [end, end - 1] where offset > 0 {
      let site = CompletionSite.at(offset, of: text)
      if case .string(let prefix, "prompt"?, "template"?) = site.context { return prefix }
      guard text.hasSuffix("\"") else { return nil }
    }
    return nil
  }
}
