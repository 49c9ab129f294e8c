/// What each head's score of a key gains by the distance from the query to the key: a learned value
/// for each bucket of distances (Raffel et al. 2020).
package struct PositionBias {
  /// `[buckets, heads]`.
  package let table: Variable
  /// Buckets of the distances key − query from −reach to reach; distances further away share the
  /// bucket of the last one on their side.
  package let buckets: [Int32]
  /// Position of each query and of each key, rising by one along a block's queries and along a
  /// span.
  package let queries: [Int32]
  package let keys: [Int32]

  package init(table: Variable, buckets: [Int32], queries: [Int32], keys: [Int32]) {
    precondition(
      table.shape.count == 2 && buckets.count % 2 == 1
        && buckets.allSatisfy { (0..<table.shape[0]).contains(Int($0)) },
      "buckets of a table \(table.shape)")
    self.table = table
    self.buckets = buckets
    self.queries = queries
    self.keys = keys
  }

  package func bucket(of distance: Int) -> Int {
    let reach = buckets.count / 2
    return Int(buckets[min(max(distance, -reach), reach) + reach])
  }
}
