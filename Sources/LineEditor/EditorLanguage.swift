/// The rules of the language that is being typed. Offsets count UTF-8 bytes.
package struct EditorLanguage {
  /// Whether Enter submits the text or opens another row, indented by `indent` spaces.
  package enum Completeness: Equatable, Sendable {
    case complete
    case incomplete(indent: Int)
  }

  package struct Candidate: Equatable, Sendable {
    /// The text that replaces `Completions.replaceRange`.
    package var insert: String
    /// The text in the list.
    package var label: String
    /// A few words beside it, may be empty.
    package var help: String

    package init(insert: String, label: String? = nil, help: String = "") {
      self.insert = insert
      self.label = label ?? insert
      self.help = help
    }
  }

  package struct Completions: Equatable, Sendable {
    package var replaceRange: Range<Int>
    package var candidates: [Candidate]

    package init(replaceRange: Range<Int>, candidates: [Candidate]) {
      self.replaceRange = replaceRange
      self.candidates = candidates
    }
  }

  package var completeness: (_ text: String) -> Completeness
  /// Ascending, disjoint ranges; what they leave out is plain.
  package var highlight: (_ text: String) -> [(Range<Int>, TextStyle)]
  package var complete: (_ text: String, _ offset: Int) -> Completions
  /// What a pasted text is inserted as.
  package var pasted: (_ text: String) -> String
  /// Faint text that could follow, shown while the cursor is at the end; → accepts it.
  package var hint: (_ text: String) -> String?
  /// Something to know about what is typed at the end, shown faintly instead of a hint.
  package var note: (_ text: String) -> String?
  /// The bracket at an offset and its partner; empty where there is none.
  package var brackets: (_ text: String, _ offset: Int) -> [Range<Int>]

  package init(
    completeness: @escaping (String) -> Completeness,
    highlight: @escaping (String) -> [(Range<Int>, TextStyle)] = { _ in [] },
    complete: @escaping (String, Int) -> Completions = { _, offset in
      Completions(replaceRange: offset..<offset, candidates: [])
    },
    pasted: @escaping (String) -> String = { $0 },
    hint: @escaping (String) -> String? = { _ in nil },
    note: @escaping (String) -> String? = { _ in nil },
    brackets: @escaping (String, Int) -> [Range<Int>] = { _, _ in [] }
  ) {
    self.completeness = completeness
    self.highlight = highlight
    self.complete = complete
    self.pasted = pasted
    (self.hint, self.note, self.brackets) = (hint, note, brackets)
  }
}
