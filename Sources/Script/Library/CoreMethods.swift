/// The methods of the language's own values.
package enum CoreMethods {
  static let ofStrings = named(StringMethods.all)
  static let ofLists = named(ListMethods.all + InPlaceMethod.all.map(\.builtin))
  static let ofRecords = named(RecordMethods.all)
  static let ofRanges = named(ListMethods.all)
  static let ofOthers: [String: Builtin] = [:]

  /// The methods of a value by name; an object's own are not among them.
  package static func table(for value: Value) -> [String: Builtin] {
    switch value {
    case .string: ofStrings
    case .list: ofLists
    case .record: ofRecords
    case .range: ofRanges
    default: ofOthers
    }
  }

  /// Every type that has methods, with them, in the order of the reference page.
  package static let families: [(type: String, methods: [Builtin])] = [
    ("string", StringMethods.all),
    ("list", InPlaceMethod.all.map(\.builtin) + ListMethods.all),
    ("record", RecordMethods.all),
    ("range", ListMethods.all),
  ]

  private static func named(_ methods: [Builtin]) -> [String: Builtin] {
    Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
  }
}
