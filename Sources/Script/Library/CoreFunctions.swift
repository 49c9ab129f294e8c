/// The functions that every script has, whatever host it runs in.
package enum CoreFunctions {
  /// The functions by what they are about, in the order of the reference page.
  package static let families: [(title: String, functions: [Builtin])] = [
    ("Output", output), ("Types", conversions), ("Numbers", arithmetic),
    ("Figures of a list", aggregates), ("Lists and ranges", sequences),
    ("Functions over lists", transformations), ("Records", records), ("JSON", json),
    ("Files", files), ("Declarations", declarations),
  ]

  package static let all: [Builtin] = families.flatMap(\.functions)

  /// The core functions with a host's, which take the place of core ones of the same name.
  package static func joined(with others: [Builtin]) -> [Builtin] {
    let taken = Set(others.map(\.name))
    return all.filter { !taken.contains($0.name) } + others
  }
}
