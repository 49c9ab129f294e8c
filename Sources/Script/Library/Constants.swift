/// Names with a value that every script has.
enum Constants {
  package static var all: [String: Value] {
    ["pi": .number(.pi), "inf": .number(.infinity), "nan": .number(.nan)]
  }
}
