import Syntax

/// Finds the topics whose texts mention some words: `?accuracy`, `?soft prompt`.
struct HelpSearch {
  private struct Topic {
    let name: String
    let doc: String
    /// Everything that help says of it, in lower case.
    let text: String
  }

  private static let shown = 16

  private let topics: [Topic]

  init(_ help: Help) {
    var topics: [Topic] = []
    func add(_ name: String, _ doc: String, _ more: [String] = []) {
      let text = ([name, doc] + more).joined(separator: "\n").lowercased()
      topics.append(Topic(name: name, doc: doc, text: text))
    }
    for topic in LanguageTopic.all { add(topic.name, topic.title, [topic.text, topic.example]) }
    for noun in help.nouns {
      add(noun.name, noun.doc, [noun.example])
      for field in noun.fields {
        add(
          "\(noun.name).\(field.name)", field.doc,
          HelpText.facts(of: field) + [field.example] + field.aliases)
      }
    }
    for family in help.families {
      for property in family.properties { add("\(family.type).\(property.name)", property.doc) }
      for method in family.methods {
        add("\(family.type).\(method.name)", method.doc, [method.signature, method.example])
      }
    }
    for builtin in help.builtins {
      add(builtin.name, builtin.doc, [builtin.signature, builtin.example])
    }
    for (word, help) in KeywordHelp.all {
      add(word, help.doc, [help.form, help.example])
    }
    self.topics = topics
  }

  /// The topics that mention every word, those whose name or own line does first; nil where there are none.
  func text(for words: [String]) -> String? {
    let wanted = words.map { $0.lowercased() }.filter { !$0.isEmpty }
    guard !wanted.isEmpty else { return nil }
    // A short word is a part of too many others.
    func mentions(_ text: String, _ word: String) -> Bool {
      word.count >= 4 ? text.contains(word) : Self.words(of: text).contains(word[...])
    }
    let found = topics.filter { topic in wanted.allSatisfy { mentions(topic.text, $0) } }
    guard !found.isEmpty else { return nil }
    /// 2 where all words are in its line, and 1 more for each that is in its name.
    func rank(_ topic: Topic) -> Int {
      let line = "\(topic.name) \(topic.doc)".lowercased()
      return (wanted.allSatisfy { mentions(line, $0) } ? 2 : 0)
        + wanted.count { mentions(topic.name.lowercased(), $0) }
    }
    let ranked = found.enumerated().map { (rank: rank($1), offset: $0, topic: $1) }
    let all = ranked.sorted { ($1.rank, $0.offset) < ($0.rank, $1.offset) }.map(\.topic)
    let listed = all.prefix(Self.shown)
    let width = listed.map(\.name.count).max() ?? 0
    var text = "what mentions \(words.joined(separator: " "))\n"
    for topic in listed { text += HelpText.line("?\(topic.name)", topic.doc, width + 1) }
    if all.count > listed.count { text += "  … and \(all.count - listed.count) more\n" }
    return text
  }

  private static func words(of text: String) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
  }
}
