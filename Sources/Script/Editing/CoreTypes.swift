/// The types of the language's own values, as help knows them.
enum CoreTypes {
  /// A value of each, by which the functions that are made for them are found.
  static var values: [String: Value] {
    [
      "string": .string(""), "list": .list([]), "record": .record(Record()),
      "range": .range(RangeValue(start: 0, end: 0)), "number": .number(0),
    ]
  }

  static let families = [MemberFamily("list", methods: ListChanges.all)]
}
