/// The methods of strings, lists and records.
package enum CoreMethods {
  package static let strings = table(StringMethods.all)
  package static let lists = table(ListMethods.all)
  package static let records = table(RecordMethods.all)

  package static func table(for value: Value) -> [String: Builtin] {
    switch value {
    case .string: strings
    case .list: lists
    case .record: records
    default: [:]
    }
  }

  private static func table(_ methods: [Builtin]) -> [String: Builtin] {
    Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
  }
}
