/// The methods of the language's own values.
package enum CoreMethods {
  static let strings = named(StringMethods.all)
  static let lists = named(ListMethods.all + ListChanges.methods)
  static let records = named(RecordMethods.all)
  static let ranges = named(ListMethods.all)

  /// The methods of a value by name; an object's own are not among them.
  package static func table(for value: Value) -> [String: Builtin] {
    switch value {
    case .string: strings
    case .list: lists
    case .record: records
    case .range: ranges
    default: [:]
    }
  }

  /// Every type that has methods, with them, in the order of the reference page.
  package static let families: [(type: String, methods: [Builtin])] = [
    ("string", StringMethods.all),
    ("list", ListChanges.methods + ListMethods.all),
    ("record", RecordMethods.all),
    ("range", ListMethods.all),
  ]

  private static func named(_ methods: [Builtin]) -> [String: Builtin] {
    Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
  }
}
