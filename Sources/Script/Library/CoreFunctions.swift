/// The functions that every script has, whatever the host.
package enum CoreFunctions {
  /// The functions by what they are about, in the order of the reference page.
  static let families: [(title: String, functions: [Builtin])] = [
    ("Output", output), ("Types", conversions), ("Numbers", arithmetic),
    ("Texts", strings), ("Lists and ranges", sequences), ("Functions over lists", higherOrder),
    ("Order", ordering), ("Records", records), ("JSON", jsonFunctions), ("Files and time", files),
    ("Sweeps", sweeps),
  ]

  package static let all: [Builtin] = families.flatMap(\.functions)

  /// The core functions with a host's, which replace core ones of the same name.
  package static func joined(with others: [Builtin]) -> [Builtin] {
    let taken = Set(others.map(\.name))
    return all.filter { !taken.contains($0.name) } + others
  }
}
