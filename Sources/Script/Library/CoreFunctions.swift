/// The functions that every script has, whatever the host.
package enum CoreFunctions {
  package static let all: [Builtin] =
    output + conversions + jsonFunctions + arithmetic + sequences + higherOrder + ordering
    + files + sweeps
}

/// Names with a value that every script has.
package enum Constants {
  package static var all: [String: Value] {
    ["pi": .number(.pi), "inf": .number(.infinity), "nan": .number(.nan)]
  }
}
