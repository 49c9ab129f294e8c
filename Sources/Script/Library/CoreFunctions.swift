/// The functions that every script has, whatever the host.
package enum CoreFunctions {
  /// The functions by what they are about, in the order of the reference page.
  static let families: [FunctionFamily] = [
    FunctionFamily("output", "Output", output), FunctionFamily("types", "Types", conversions),
    FunctionFamily("numbers", "Numbers", arithmetic), FunctionFamily("texts", "Texts", strings),
    FunctionFamily("lists", "Lists and ranges", sequences + higherOrder + ordering),
    FunctionFamily("records", "Records", records),
    FunctionFamily("files", "Files and JSON", files + jsonFunctions),
    FunctionFamily("program", "Program and time", process),
    FunctionFamily("sweeps", "Sweeps", sweeps),
  ]

  package static let all: [Builtin] = families.flatMap(\.functions)

  /// The core functions with a host's, which replace core ones of the same name.
  static func joined(with others: [FunctionFamily]) -> [FunctionFamily] {
    let taken = Set(others.flatMap { $0.functions.map(\.name) })
    return families.map { family in
      FunctionFamily(
        family.name, family.title, family.functions.filter { !taken.contains($0.name) })
    } + others
  }
}
