import JSON

/// What a reader of a notebook sees of a cell's results: the text that it printed, and each thing it
/// showed in all its forms. Remarks and progress aren't results.
struct VisibleResults {
  private let printed: String
  /// By MIME type.
  private let shown: [[String: String]]

  /// - Parameter outputs: as nbformat has them; whatever isn't text is left out.
  init(_ outputs: [JSONValue]) {
    var printed = ""
    var shown: [[String: String]] = []
    for output in outputs {
      switch output["output_type"]?.string {
      case "stream" where output["name"]?.string != "stderr":
        printed += JupyterNotebook.text(output["text"]) ?? ""
      case "display_data", "execute_result":
        let forms = (output["data"]?.object ?? []).compactMap { form in
          JupyterNotebook.text(form.value).map { (form.name, $0) }
        }
        shown.append(Dictionary(forms) { $1 })
      default: break
      }
    }
    (self.printed, self.shown) = (printed, shown)
  }

  init(_ cell: NotebookCell) {
    self.init(cell.outputs.joined.compactMap(JupyterNotebook.output))
  }

  /// In what the results now differ from these; nil where they are the same.
  ///
  /// - Parameter types: the forms that are compared.
  func difference(from now: VisibleResults, in types: Set<String>) -> String? {
    if let difference = Self.lines(printed, now.printed) { return "it printed " + difference }
    guard shown.count == now.shown.count else {
      return "it showed \(shown.count) results, now \(now.shown.count)"
    }
    for (before, after) in zip(shown, now.shown) {
      for type in types.intersection(before.keys).sorted(by: >) {
        let (old, new) = (before[type] ?? "", after[type] ?? "")
        guard let difference = Self.lines(old, new) else { continue }
        return type == "text/plain" ? "it showed " + difference : "its picture or table differs"
      }
    }
    return nil
  }

  /// The first line in which two texts differ, each as it was and is.
  private static func lines(_ before: String, _ now: String) -> String? {
    guard before != now else { return nil }
    let texts = [before, now].map { text -> [Substring] in
      text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }
    let index = zip(texts[0], texts[1]).prefix { $0 == $1 }.count
    func line(_ text: [Substring]) -> String {
      guard index < text.count else { return "nothing" }
      let words = text[index].split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return "`\(words.count > 60 ? words.prefix(59) + "…" : words)`"
    }
    return "\(line(texts[0])) in line \(index + 1), now \(line(texts[1]))"
  }
}
