import Diagnostics
import Syntax

/// Answers `?name`, from the same tables that checks and completion use.
package struct Help {
  package let nouns: [NounSchema]
  /// The core ones and the host's.
  let functions: [FunctionFamily]
  /// The types whose values carry something: lists, and the host's.
  let families: [MemberFamily]

  package init(_ host: some Host) {
    nouns = host.nouns
    functions = CoreFunctions.joined(with: host.functionFamilies)
    families = CoreTypes.families + host.memberFamilies
  }

  package var builtins: [Builtin] { functions.flatMap(\.functions) }

  /// The text about a noun, a field (`soft`, `prompt.soft`), a function, a method or a property
  /// (`split`, `string.split`, `run.loss`), a type or a keyword; an overview of all for "". Where nothing
  /// has the name, what mentions the words.
  ///
  /// Throws a `Fault` with a suggestion where there is nothing of the name.
  package func text(for query: String) throws -> String {
    let words = query.split { $0 == "." || $0.isWhitespace }.map(String.init)
    guard let first = words.first else { return overview }
    let names = words.map { String($0.prefix { $0 != "(" }) }
    if let found = entry(for: names) { return found }
    if let hint = names.count == 1 ? meaning(names[0]) : meaning(names[1], of: first) {
      throw Fault("there is no help for `\(query)`", hint: hint)
    }
    // A word that help's own texts know is worth more than a guess at another word.
    if let mentions = HelpSearch(self).text(for: query.contains(".") ? [names[1]] : names) {
      return mentions
    }
    throw names.count == 1 ? unknown(names[0]) : unknown(names[1], of: first)
  }

  /// The same about a topic by its exact name, `split` or `string.split`; nil where there is none.
  package func entry(for topic: String) -> String? {
    entry(for: topic.split(separator: ".", maxSplits: 1).map(String.init))
  }

  private func entry(for names: [String]) -> String? {
    switch names.count {
    case 0: nil
    case 1: text(named: names[0])
    default: text(member: names[1], of: names[0])
    }
  }

  /// Every example that help shows, with what it is an example of.
  package var examples: [(topic: String, code: String)] {
    nouns.map { ($0.name, $0.example) } + builtins.map { ($0.name, $0.example) }
      + families.flatMap { family in
        family.methods.map { ("\(family.type).\($0.name)", $0.example) }
      } + LanguageTopic.all.map { ($0.name, $0.example) }
      + Keyword.allCases.map { ($0.rawValue, KeywordHelp.of($0).example) }
  }

  // MARK: Finding

  private func text(named name: String) -> String? {
    var parts: [String] = []
    if let topic = LanguageTopic.all.first(where: { $0.name == name }) {
      parts.append(
        HelpText.topic(topic.title, HelpText.wrapped(topic.text), example: topic.example))
    }
    let noun = nouns.first { $0.name == name }
    if let noun { parts.append(HelpText.noun(noun)) }
    if let help = KeywordHelp.all.first(where: { $0.word == name })?.help {
      parts.append(HelpText.topic(help.form, help.doc, example: help.example))
    }
    if HistoryName.number(name) != nil { parts.append(HelpText.history) }
    if let constant = Constants.all[name] {
      parts.append("\(name)\n  The constant \(constant.text).\n")
    }
    if let builtin = builtins.first(where: { $0.name == name }) {
      parts.append(HelpText.function(builtin))
    }
    if let family = functions.first(where: { $0.name == name }), !family.functions.isEmpty {
      parts.append(HelpText.functions(family))
    }
    if let text = text(ofType: name) { parts.append(text) }
    for family in families {
      if let method = family.method(name) {
        parts.append(HelpText.method(method, of: family.type))
      }
      if let property = family.property(name) {
        parts.append(HelpText.property(property, of: family.type))
      }
    }
    // A field that is named like a noun is shown by `?run.prompt`.
    if noun == nil {
      for noun in nouns {
        if let field = noun.field(name) { parts.append(HelpText.field(field, of: noun)) }
      }
      if name == "like" { parts.append(HelpText.like("a declaration")) }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }

  /// What a type's values carry, and the functions that are made for them.
  private func text(ofType type: String) -> String? {
    let family = families.first { $0.type == type }
    let functions = functions(of: type)
    guard family != nil || !functions.isEmpty else { return nil }
    return HelpText.members(family ?? MemberFamily(type), functions)
  }

  private func functions(of type: String) -> [Builtin] {
    guard let value = CoreTypes.values[type] else { return [] }
    return builtins.filter { $0.isMade(for: value) }
  }

  private func text(member: String, of owner: String) -> String? {
    if let noun = nouns.first(where: { $0.name == owner }) {
      if member == "like" { return HelpText.like("`\(owner)`") }
      if let field = noun.field(member) { return HelpText.field(field, of: noun) }
    }
    if let family = families.first(where: { $0.type == owner }) {
      if let method = family.method(member) { return HelpText.method(method, of: owner) }
      if let property = family.property(member) { return HelpText.property(property, of: owner) }
    }
    let isFunctionToo = families.first { $0.type == owner }?.functions.contains(member) ?? false
    let known = isFunctionToo ? builtins : functions(of: owner)
    return known.first { $0.name == member }.map { HelpText.method($0, of: owner) }
  }

  /// What a word of another tool is here.
  private func meaning(_ name: String) -> String? {
    let word = name.lowercased()
    let alias =
      nouns.first { $0.aliases.contains(word) }?.name
      ?? nouns.lazy.compactMap { noun in
        noun.fields.first { $0.aliases.contains(word) }.map { "\(noun.name).\($0.name)" }
      }.first
    return alias.map { "did you mean `?\($0)`?" } ?? ForeignNames.hint(name)
  }

  private func meaning(_ member: String, of owner: String) -> String? {
    if let noun = nouns.first(where: { $0.name == owner }), let meant = noun.fieldMeant(by: member)
    {
      return "did you mean `?\(owner).\(meant)`?"
    }
    return ForeignMembers.hint(member, of: owner)
  }

  private func unknown(_ name: String) -> Fault {
    let names =
      nouns.map(\.name) + builtins.map(\.name) + Keyword.allCases.map(\.rawValue)
      + LanguageTopic.all.map(\.name)
      + families.map(\.type)
      + families.flatMap { $0.methods.map(\.name) + $0.properties.map(\.name) }
      + nouns.flatMap { $0.fields.map(\.name) }
    let question = Suggestion.closest(to: name, among: names).map { "did you mean `?\($0)`?" }
    return Fault("there is no help for `\(name)`", hint: question ?? "`?` lists all topics")
  }

  private func unknown(_ member: String, of owner: String) -> Fault {
    let family = families.first { $0.type == owner }
    let functions = functions(of: owner).map(\.name)
    let known =
      functions + (family.map { $0.methods.map(\.name) + $0.properties.map(\.name) } ?? [])
    let question = Suggestion.closest(to: member, among: known)
    let hint = question.map { "did you mean `?\(owner).\($0)`?" } ?? "`?\(owner)` lists them"
    if nouns.contains(where: { $0.name == owner }) {
      let members = known.isEmpty ? "" : " and no such member"
      return Fault("`\(owner)` has no field `\(member)`" + members, hint: hint)
    }
    guard family != nil || !functions.isEmpty else { return unknown(owner) }
    return Fault("a \(owner) has no member `\(member)`", hint: hint)
  }

  // MARK: The overview

  private var overview: String {
    var text = ""
    let groups = functions.filter { !$0.functions.isEmpty }
    let width = (nouns.map(\.name.count) + groups.map(\.name.count)).max() ?? 0
    if !nouns.isEmpty {
      text += "declarations\n"
      for noun in nouns { text += HelpText.line(noun.name, noun.doc, width) }
    }
    text += "functions, called as `f(x, …)` or `x.f(…)`; `?texts` lists a group\n"
    for group in groups {
      text += HelpText.line(group.name, group.functions.map(\.name).joined(separator: " "), width)
    }
    let field = nouns.lazy.compactMap { noun in noun.fields.first.map { "\(noun.name).\($0.name)" }
    }
    let ofField = field.first.map { ", `?\($0)`" } ?? ""
    text += "the language\n"
    text += HelpText.line("topics", LanguageTopic.all.map(\.name).joined(separator: " "), width)
    text += HelpText.line("words", KeywordHelp.all.map(\.word).joined(separator: " "), width)
    return text
      + "`?split`\(ofField), `?string` explain one; `?two words` searches all texts\n"
  }
}
