/// Numbers that have a name.
enum Constants {
  private static let numbers: [String: Double] = ["pi": .pi, "inf": .infinity, "nan": .nan]

  static var all: [String: Value] { numbers.mapValues(Value.number) }
}
