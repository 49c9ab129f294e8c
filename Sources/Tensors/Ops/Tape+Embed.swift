extension Tape {
  /// Token embeddings, with soft tokens among them: id ≥ 0 takes a row of `table` [V, H], and −1−k
  /// takes row k of `soft` [P, H]. → [ids.count, H]. Gradients are added to the rows they came
  /// from; of a frozen table only those from the first to the last soft token are computed.
  /// - Parameter scale: what the table's rows are multiplied by, and soft tokens are not.
  package func embed(
    _ ids: [Int32], table: EmbeddingTable, soft: Variable?, scale: Float = 1
  ) -> Variable {
    let width = table.shape[1]
    let vocabulary = table.shape[0]
    let softCount = soft?.shape[0] ?? 0
    var result = Tensor.uninitialized([ids.count, width])
    let out = result.mutableBase
    let softValue = soft?.value
    for (row, id) in ids.enumerated() {
      precondition(id < vocabulary && id >= -softCount, "id \(id) in a vocabulary of \(vocabulary)")
      let own = out + row * width
      if id >= 0 {
        table.read(row: Int(id), into: own)
        if scale != 1 { Kernels.scale(own, by: scale, count: width) }
      } else {
        own.update(from: softRow(softValue, id, width), count: width)
      }
    }
    let tableSlot = table.variable?.slot
    let rows = tableSlot == nil ? softRows(ids) : nil
    let first = rows?.lowerBound ?? 0
    return record(result, from: table.variable, soft, gradientRows: rows) {
      [softSlot = soft?.slot] dy in
      tableSlot?.add([vocabulary, width]) { sum in
        for (row, id) in ids.enumerated() where id >= 0 {
          Kernels.accumulate(
            dy.base + row * width, times: scale, into: sum + Int(id) * width, count: width)
        }
      }
      softSlot?.add([softCount, width]) { sum in
        for (row, id) in ids.enumerated() where id < 0 {
          Kernels.accumulate(
            dy.base + (row - first) * width, into: sum + (-1 - Int(id)) * width, count: width)
        }
      }
    }
  }

  private func softRows(_ ids: [Int32]) -> Range<Int>? {
    guard let first = ids.firstIndex(where: { $0 < 0 }),
      let last = ids.lastIndex(where: { $0 < 0 })
    else { return nil }
    return first..<last + 1
  }

  private func softRow(_ soft: Tensor?, _ id: Int32, _ width: Int) -> UnsafePointer<Float> {
    guard let soft else { preconditionFailure("id \(id) without soft tokens") }
    return soft.base + (-1 - Int(id)) * width
  }

  /// x[i] + table[rows[i]]: positions. x [N, H], table [R, H].
  package func addRows(_ x: Variable, table: Variable, rows: [Int32]) -> Variable {
    let width = x.shape[1]
    let tableRows = table.shape[0]
    precondition(rows.count == x.shape[0] && table.shape[1] == width, "a row for each row of x")
    var result = Tensor.uninitialized(x.shape)
    let out = result.mutableBase
    for (i, row) in rows.enumerated() {
      precondition(row >= 0 && row < tableRows, "row \(row) of \(tableRows)")
      Kernels.add(
        x.value.base + i * width, table.value.base + Int(row) * width, into: out + i * width,
        count: width)
    }
    let wanted = table.requiresGradient ? nil : x.gradientRows
    return record(result, from: x, table, gradientRows: wanted) {
      [xSlot = x.slot, tableSlot = table.slot] dy in
      tableSlot?.add([tableRows, width]) { sum in
        for (i, row) in rows.enumerated() {
          Kernels.accumulate(dy.base + i * width, into: sum + Int(row) * width, count: width)
        }
      }
      xSlot?.accumulate(dy)
    }
  }

  /// Row rows[i] of x [N, C] as row i. → [rows.count, C].
  package func gatherRows(_ x: Variable, _ rows: [Int32]) -> Variable {
    let (count, width) = (x.shape[0], x.shape[1])
    var result = Tensor.uninitialized([rows.count, width])
    let out = result.mutableBase
    for (i, row) in rows.enumerated() {
      precondition(row >= 0 && row < count, "row \(row) of \(count)")
      (out + i * width).update(from: x.value.base + Int(row) * width, count: width)
    }
    return record(result, from: x) { [slot = x.slot] dy in
      slot?.add([count, width]) { sum in
        for (i, row) in rows.enumerated() {
          Kernels.accumulate(dy.base + i * width, into: sum + Int(row) * width, count: width)
        }
      }
    }
  }
}
