import ArgumentParser
import Bindings
import Script

/// `pts reference`: the language's nouns, fields and functions as a page of Markdown.
struct ReferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference", abstract: "Print the reference page, in Markdown.",
    discussion: """
      Every noun with its fields, every function and method, with examples.

      Example:
        pts reference > reference.md
      """)

  func run() {
    let context = CommandContext()
    context.emit(.stdout(context.session.referencePage))
  }
}
