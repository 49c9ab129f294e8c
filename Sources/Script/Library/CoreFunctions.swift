/// The functions that every script has, whatever the host.
package enum CoreFunctions {
  /// The functions by what they are about, in the order of the reference page.
  package static let families: [FunctionFamily] = [
    FunctionFamily("program", "Output, input and time", output + process),
    FunctionFamily("types", "Types", conversions),
    FunctionFamily("numbers", "Numbers", arithmetic),
    FunctionFamily("statistics", "Statistics", statistics),
    FunctionFamily("arrays", "Nested lists and matrices", arrays),
    FunctionFamily("texts", "Texts", strings + patterns),
    FunctionFamily("lists", "Lists and ranges", sequences + higherOrder + ordering + groups),
    FunctionFamily("records", "Records", records + [recordOfPairs]),
    FunctionFamily("files", "Files and JSON", files + jsonFunctions),
    FunctionFamily("prompts", "Prompts, runs and plots", sweeps),
  ]

  package static let all: [Builtin] = families.flatMap(\.functions)

  package static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The core functions with a host's, which replace core ones of the same name; a family that both have
  /// is one.
  static func joined(with others: [FunctionFamily]) -> [FunctionFamily] {
    let taken = Set(others.flatMap { $0.functions.map(\.name) })
    let core = Set(families.map(\.name))
    return families.map { family in
      FunctionFamily(
        family.name, family.title,
        family.functions.filter { !taken.contains($0.name) }
          + others.filter { $0.name == family.name }.flatMap(\.functions))
    } + others.filter { !core.contains($0.name) }
  }
}
