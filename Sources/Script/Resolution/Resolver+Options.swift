import Diagnostics
import Syntax

extension Resolver {
  /// `args { lr: 0.1 }`: what the script takes by name.
  func resolveOptions(_ declaration: DeclarationSyntax, _ isTopLevel: Bool) {
    let word = DeclarationSyntax.options
    if !isTopLevel {
      report(
        "`\(word)` is only allowed at the top of a file, not inside braces", declaration.nounLower,
        declaration.nounLower + word.utf8.count)
    } else if declaration.name.name != word {
      report(
        "`\(word)` has no other name", declaration.name.lower, declaration.name.upper,
        hint: "write `\(word) { … }`")
    }
    var seen: Set<String> = []
    for field in declaration.fields {
      resolve(field.value)
      if !seen.insert(field.name).inserted {
        report("`\(field.name)` is given twice", field.lower, field.upper)
      }
      if ScriptOptions.literal(field.value) == nil {
        report(
          "the default of `\(field.name)` isn't a plain value", field.value.lower,
          field.value.upper,
          hint: "write a number, a text, true, false or a list of them")
      }
    }
    define(declaration.name, .declaration, isTopLevel)
    resolution[declaration.name]?.options = declaration.fields.map(\.name)
  }

  /// `args.lr` names an option that is declared.
  func checkOption(_ base: Expression, _ name: String, _ lower: Int) {
    guard case .name(let use) = base.kind, let options = resolution[use]?.options,
      !options.contains(name), context.builtins[name] == nil
    else { return }
    report(
      "`\(use.name)` has no `\(name)`", lower, lower + name.utf8.count,
      hint: Suggestion.question(for: name, among: options)
        ?? "declare it: `\(use.name) { \(name): … }`")
  }
}
