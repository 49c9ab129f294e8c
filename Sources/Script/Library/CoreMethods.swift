/// The methods of strings, lists, records and ranges.
enum CoreMethods {
  static let strings = table(StringMethods.all)
  static let lists = table(ListMethods.all)
  static let records = table(RecordMethods.all)
  /// A range has the methods of a list that leave it as it is.
  static let ranges = table(ListMethods.reading)

  /// Every type that has methods, with them, in the order of the reference page.
  static let families: [MethodFamily] = [
    ("string", StringMethods.all), ("list", ListMethods.all), ("record", RecordMethods.all),
    ("range", ListMethods.reading),
  ]

  static func table(for value: Value) -> [String: Builtin] {
    switch value {
    case .string: strings
    case .list: lists
    case .record: records
    case .range: ranges
    default: [:]
    }
  }

  private static func table(_ methods: [Builtin]) -> [String: Builtin] {
    Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
  }
}
