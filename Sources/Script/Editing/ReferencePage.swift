import Syntax

/// The reference of nouns, functions and methods as Markdown, made from their tables.
///
/// The core functions and types come before the host's.
package func referencePage(_ host: some Host) -> String {
  ReferencePage(
    nouns: host.nouns, functions: CoreFunctions.joined(with: host.functionFamilies),
    families: CoreTypes.families + host.memberFamilies
  ).text
}

private struct ReferencePage {
  let nouns: [NounSchema]
  let functions: [FunctionFamily]
  let families: [MemberFamily]

  var text: String {
    var text = "# Reference\n\n"
    text += "Made from the language's own tables; `?name` shows the same.\n"
    text += "\n## The language\n"
    for topic in LanguageTopic.all {
      text += "\n### \(topic.title)\n\n\(topic.text)\n\n" + fence(topic.example)
    }
    if !nouns.isEmpty { text += "\n## Declarations\n" + nouns.map(section).joined() }
    text += "\n## Functions\n"
    for family in functions where !family.functions.isEmpty {
      text += "\n### \(family.title)\n" + family.functions.map { entry($0, "") }.joined()
    }
    text += "\n## Methods\n"
    text += "\nA function is a method of whatever it takes first: `f(x, …)` is `x.f(…)`.\n"
    for family in families {
      text += "\n### Of a \(family.type)\n"
      if !family.properties.isEmpty { text += "\n| property | |\n| --- | --- |\n" }
      for property in family.properties {
        text += "| `.\(property.name)` | \(cell(sentence(property.doc))) |\n"
      }
      text += family.methods.map { entry($0, "\(family.type).") }.joined()
    }
    text += "\n## Keywords\n"
    for (word, help) in KeywordHelp.all {
      text += "\n`\(word)`: \(sentence(help.doc))\n\n" + fence(help.example)
    }
    return text
  }

  private func section(_ noun: NounSchema) -> String {
    var text = "\n### `\(noun.name)`\n\n\(sentence(noun.doc))\n\n" + fence(noun.example) + "\n"
    text += "| field | takes | default | |\n| --- | --- | --- | --- |\n"
    for field in noun.fields {
      let fallback =
        field.isRequired ? "required" : field.defaultValue.map { "`\(Value($0).source)`" } ?? ""
      let sweep = field.isSweepable ? " Can be a sweep." : ""
      let doc = "\(sentence(field.doc)) For instance `\(field.example)`.\(sweep)"
      let cells = ["`\(field.name)`", field.type.phrase, fallback, doc].map(cell)
      text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    return text
  }

  private func entry(_ builtin: Builtin, _ owner: String) -> String {
    "\n`\(owner)\(builtin.signature)`"
      + (owner.isEmpty ? builtin.memberSignature.map { " or `\($0)`" } ?? "" : "")
      + ": \(sentence(builtin.doc))\n\n" + fence(builtin.example)
  }

  private func fence(_ code: String) -> String { "```pts\n\(code)\n```\n" }

  /// Ends with one full stop, whatever the table has.
  private func sentence(_ doc: String) -> String {
    doc.last.map { ".!?".contains($0) } ?? true ? doc : doc + "."
  }

  /// Text that can't break out of a table's cell.
  private func cell(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? ["\\", "|"] : [$0 == "\n" ? " " : $0] })
  }
}
