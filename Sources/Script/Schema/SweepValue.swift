/// The points that `sweep([...])` gives in place of one value.
package final class SweepValue: HostObject {
  /// Never empty.
  package let points: [Value]

  package init(_ points: [Value]) { self.points = points }

  package var typeName: String { "sweep" }
  package var count: Int? { points.count }
  package func element(_ index: Int) throws -> Value { points[index] }
  package var text: String { "sweep(\(Value.list(points).source))" }

  package func isEqual(to other: any HostObject) -> Bool {
    guard let other = other as? SweepValue else { return false }
    return Value.list(points).isEqual(to: .list(other.points))
  }
}
