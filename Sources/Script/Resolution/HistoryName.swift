/// `_` and `_3`, the values of earlier cells.
package enum HistoryName {
  /// 0 for `_`, 3 for `_3`; nil for any other name.
  package static func number(_ name: String) -> Int? {
    if name == "_" { return 0 }
    guard name.first == "_", name.utf8.count <= 10 else { return nil }
    let digits = name.dropFirst()
    guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(digits).flatMap { $0 > 0 ? $0 : nil }
  }
}
