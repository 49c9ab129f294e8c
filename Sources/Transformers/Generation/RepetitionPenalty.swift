/// Makes tokens less likely that a row already has (Keskar et al., 2019): a positive logit is divided
/// by the penalty, a negative one multiplied.
struct RepetitionPenalty {
  private let penalty: Float
  private var seen: Set<Int32>

  /// - Parameter codes: what the row begins with; soft tokens have no logits.
  init(_ penalty: Double, after codes: [Int32]) {
    self.penalty = Float(penalty)
    seen = penalty == 1 ? [] : Set(codes.filter { $0 >= 0 })
  }

  mutating func record(_ token: Int32) {
    if penalty != 1 { seen.insert(token) }
  }

  func applied<T>(
    to logits: UnsafeBufferPointer<Float>, _ body: (UnsafeBufferPointer<Float>) -> T
  ) -> T {
    guard penalty != 1 else { return body(logits) }
    var penalised = Array(logits)
    // A tokenizer may have ids that the model lacks.
    for token in seen where Int(token) < penalised.count {
      let logit = penalised[Int(token)]
      penalised[Int(token)] = logit < 0 ? logit * penalty : logit / penalty
    }
    return penalised.withUnsafeBufferPointer(body)
  }
}
