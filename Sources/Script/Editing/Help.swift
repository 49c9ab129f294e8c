import Diagnostics
import Syntax

/// Answers `?name`, from the same tables that checks and completion use.
package struct Help {
  package let nouns: [NounSchema]
  /// The core ones and the host's.
  package let builtins: [Builtin]
  /// The types that have methods: the core ones and the host's.
  private let families: [MethodFamily]

  /// `builtins` and `families` are the host's; the core ones are added.
  package init(nouns: [NounSchema], builtins: [Builtin], families: [MethodFamily] = []) {
    self.nouns = nouns
    self.builtins = CoreFunctions.joined(with: builtins)
    self.families = CoreMethods.families + families
  }

  /// The text about a noun, a field (`soft`, `prompt.soft`), a function, a method (`split`,
  /// `string.split`), a type with methods or a keyword; an overview of all for "".
  ///
  /// Throws a `Fault` with a suggestion where there is nothing of the name.
  package func text(for query: String) throws -> String {
    let words = query.split { $0 == "." || $0.isWhitespace }.map(String.init)
    switch words.count {
    case 0: return overview
    case 1:
      let name = String(words[0].prefix { $0 != "(" })
      if let text = text(named: name) { return text }
      throw unknown(name)
    default:
      let (owner, member) = (words[0], String(words[1].prefix { $0 != "(" }))
      if let text = text(member: member, of: owner) { return text }
      throw unknown(member, of: owner)
    }
  }

  /// Every example that help shows, with what it is an example of.
  package var examples: [(topic: String, code: String)] {
    nouns.map { ($0.name, $0.example) } + builtins.map { ($0.name, $0.example) }
      + families.flatMap { family in
        family.methods.map { ("\(family.type).\($0.name)", $0.example) }
      } + Keyword.allCases.map { ($0.rawValue, KeywordHelp.of($0).example) }
  }

  // MARK: Finding

  private func text(named name: String) -> String? {
    var parts: [String] = []
    let noun = nouns.first { $0.name == name }
    if let noun { parts.append(HelpText.noun(noun)) }
    if let word = Keyword(rawValue: name) {
      let help = KeywordHelp.of(word)
      parts.append(HelpText.topic(help.form, help.doc, example: help.example))
    }
    if let builtin = builtins.first(where: { $0.name == name }) {
      parts.append(HelpText.function(builtin, owner: nil))
    }
    if let family = families.first(where: { $0.type == name }) {
      parts.append(HelpText.methods(family.methods, of: family.type))
    }
    for family in families where family.type != "range" {
      for method in family.methods where method.name == name {
        parts.append(HelpText.function(method, owner: family.type))
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

  private func text(member: String, of owner: String) -> String? {
    if let noun = nouns.first(where: { $0.name == owner }) {
      if member == "like" { return HelpText.like("`\(owner)`") }
      if let field = noun.field(member) { return HelpText.field(field, of: noun) }
    }
    let family = families.first { $0.type == owner }
    return family?.methods.first { $0.name == member }
      .map { HelpText.function($0, owner: owner) }
  }

  private func unknown(_ name: String) -> Fault {
    let methods = families.flatMap { $0.methods.map(\.name) }
    let names =
      nouns.map(\.name) + builtins.map(\.name) + Keyword.allCases.map(\.rawValue)
      + families.map(\.type) + methods + nouns.flatMap { $0.fields.map(\.name) }
    let word = name.lowercased()
    let alias =
      nouns.first { $0.aliases.contains(word) }?.name
      ?? nouns.lazy.compactMap { noun in
        noun.fields.first { $0.aliases.contains(word) }.map { "\(noun.name).\($0.name)" }
      }.first
    let hint =
      alias.map { "did you mean `?\($0)`?" } ?? ForeignNames.hint(name)
      ?? Suggestion.closest(to: name, among: names).map { "did you mean `?\($0)`?" }
    return Fault("there is no help for `\(name)`", hint: hint ?? "`?` lists all topics")
  }

  private func unknown(_ member: String, of owner: String) -> Fault {
    if let noun = nouns.first(where: { $0.name == owner }) {
      let methods = families.first { $0.type == owner }?.methods.map(\.name) ?? []
      let meant = noun.fieldMeant(by: member) ?? Suggestion.closest(to: member, among: methods)
      return Fault(
        "`\(owner)` has no field `\(member)`" + (methods.isEmpty ? "" : " and no such method"),
        hint: meant.map { "did you mean `?\(owner).\($0)`?" } ?? "`?\(owner)` lists them")
    }
    guard let family = families.first(where: { $0.type == owner }) else {
      return unknown(owner)
    }
    let hint =
      ForeignMembers.hint(member, of: owner)
      ?? Suggestion.closest(to: member, among: family.methods.map(\.name))
      .map { "did you mean `?\(owner).\($0)`?" }
    return Fault(
      "a \(owner) has no method `\(member)`", hint: hint ?? "`?\(owner)` lists the methods")
  }

  // MARK: The overview

  private var overview: String {
    var text = ""
    if !nouns.isEmpty {
      text += "declarations\n"
      let width = nouns.map(\.name.count).max() ?? 0
      for noun in nouns {
        text += "  " + HelpText.padded(noun.name, width) + "  " + noun.doc + "\n"
      }
      text += "\n"
    }
    text += "functions\n" + HelpText.columns(builtins.map(\.name).sorted()) + "\n"
    for family in families {
      text += "methods of a \(family.type)\n" + HelpText.columns(family.methods.map(\.name)) + "\n"
    }
    text += "words of the language\n" + HelpText.columns(Keyword.allCases.map(\.rawValue)) + "\n"
    let field = nouns.lazy.compactMap { noun in noun.fields.first.map { "\(noun.name).\($0.name)" }
    }
    let ofField = field.first.map { ", `?\($0)` a field" } ?? ""
    return text + "`?name` explains any of them\(ofField), `?string.split` a method\n"
  }
}
