import Random

/// Rows with a named input and target, divided into three disjoint splits.
package struct Dataset: Sendable {
  package let name: String
  package let columns: [String]
  package let input: String
  package let target: String
  package let train: [DataRow]
  package let valid: [DataRow]
  package let test: [DataRow]
  /// Tokens of the input column that a row keeps; nil keeps all.
  package let maxTokens: Int?

  package init(
    name: String, columns: [String], input: String, target: String, train: [DataRow],
    valid: [DataRow], test: [DataRow], maxTokens: Int? = nil
  ) {
    self.name = name
    self.columns = columns
    self.input = input
    self.target = target
    self.train = train
    self.valid = valid
    self.test = test
    self.maxTokens = maxTokens
  }

  package var rows: [DataRow] { train + valid + test }

  /// Divides rows by seed into shares of train, valid and test.
  ///
  /// Rows whose fields are all equal go to the same split, so that no test row was trained on.
  package static func split(
    _ rows: [DataRow], shares: [Double], seed: UInt64
  ) -> (train: [DataRow], valid: [DataRow], test: [DataRow]) {
    var groupOf: [[String: String]: Int] = [:]
    var groups: [[DataRow]] = []
    for row in rows {
      if let group = groupOf[row.fields] {
        groups[group].append(row)
      } else {
        groupOf[row.fields] = groups.count
        groups.append([row])
      }
    }
    var generator = RandomGenerator(seed: seed)
    generator.shuffle(&groups)
    let total = shares.reduce(0, +)
    let bounds = [
      Int((shares[0] / total * Double(rows.count)).rounded()),
      Int(((shares[0] + shares[1]) / total * Double(rows.count)).rounded()),
    ]
    var parts: [[DataRow]] = [[], [], []]
    var taken = 0
    for group in groups {
      let part = taken < bounds[0] ? 0 : taken < bounds[1] ? 1 : 2
      parts[part] += group
      taken += group.count
    }
    // Within a split the file's own order is kept: shuffling is the training loop's business.
    let sorted = parts.map { $0.sorted { $0.index < $1.index } }
    return (sorted[0], sorted[1], sorted[2])
  }
}
