extension Tape {
  /// Scaled dot-product attention under a pattern. query [Nq, heads·d], key and value [Nk,
  /// keyValueHeads·d] → [Nq, heads·d]; query head h reads key head h · keyValueHeads / heads. A
  /// bias, `[buckets, heads]`, is added to the scaled scores by distance. With a cap c, a scaled
  /// score s counts as c · tanh(s / c) (Gemma 2). bf16 counts as f32 where the processor has no
  /// native instructions for it. Queries outside every block come out as zeros. The scores live a
  /// tile at a time; backward makes them again from the saved log-sum-exp.
  package func attention(
    query: Columns, key: Columns, value: Columns, heads: Int, keyValueHeads: Int, scale: Float,
    cap: Float? = nil, bias: PositionBias? = nil, precision: Precision = .f32,
    pattern: AttentionPattern
  ) -> Variable {
    let job = AttentionJob(
      query: query, key: key, value: value, heads: heads, keyValueHeads: keyValueHeads,
      scale: scale, cap: cap, bias: bias, precision: precision, pattern: pattern)
    let (result, logSumExp) = job.forward()
    return record(result, from: query.variable, key.variable, value.variable, bias?.table) {
      [
        q = query.variable.slot, k = key.variable.slot, v = value.variable.slot,
        b = bias?.table.slot
      ] dy in
      GradientSlot.whole([q, k, v]) { slots in
        job.backward(
          result: result, logSumExp: logSumExp, dy: dy, query: slots[0], key: slots[1],
          value: slots[2], bias: b)
      }
    }
  }
}
