import JSON
import Tensors

extension AdapterContents {
  /// Holds the tensors of a folder to what its configuration says of them; they may be a stranger's.
  func check() throws(AdapterError) {
    for (name, tensor) in tensors
    where !tensor.withValues({ $0.allSatisfy(\.isFinite) }) {
      throw .notFinite(tensor: name)
    }
    guard let kind else { return }
    guard kind.isPrompt else {
      _ = try LowRankSettings(self).pairs(self)
      return
    }
    let count = try size("num_virtual_tokens")
    let prompt = try tensor(Self.prompt)
    // Keys and values come once; embeddings once for every half of the model.
    let rows = kind.isPrefix ? count : count * (try halves())
    guard prompt.rank == 2, prompt.shape[0] == rows, prompt.count > 0 else {
      throw .wrongShape(tensor: Self.prompt, found: prompt.shape, expected: [rows, nil])
    }
    if kind == .multitask {
      let (tasks, rank) = (try size("num_tasks"), try size("num_ranks"))
      let columns = try tensor(Self.columns).shape
      guard columns == [tasks, rows, rank] else {
        throw .wrongShape(tensor: Self.columns, found: columns, expected: [tasks, rows, rank])
      }
      let factors = try tensor(Self.rows).shape
      guard factors == [tasks, rank, prompt.shape[1]] else {
        throw .wrongShape(
          tensor: Self.rows, found: factors, expected: [tasks, rank, prompt.shape[1]])
      }
    }
  }

  static let prompt = "prompt_embeddings"
  static let columns = "prefix_task_cols"
  static let rows = "prefix_task_rows"

  private func size(_ field: String) throws(AdapterError) -> Int {
    guard let size = self[field]?.int, (1...(1 << 20)).contains(size) else {
      throw .wrongField(field, reason: "must be a whole number from 1 to \(1 << 20)")
    }
    return size
  }

  /// 2 where PEFT keeps rows for a decoder behind an encoder's.
  private func halves() throws(AdapterError) -> Int {
    guard let value = self["num_transformer_submodules"], !value.isNull else { return 1 }
    guard let count = value.int, (1...2).contains(count) else {
      throw .wrongField("num_transformer_submodules", reason: "must be 1 or 2")
    }
    return count
  }

  /// The same with the encoder's rows alone: PEFT never trains a decoder's and never reads them.
  func withoutDecoderRows() throws(AdapterError) -> AdapterContents {
    guard let kind, kind.isPrompt, !kind.isPrefix, try halves() == 2 else { return self }
    var contents = self
    contents.tensors = try mapRows { (tensor: Tensor, axis: Int) in
      tensor.resized(axis: axis, to: tensor.shape[axis] / 2)
    }
    return contents
  }

  /// The same with rows of zeros for a decoder, as PEFT's loader wants them.
  func withDecoderRows() throws(AdapterError) -> AdapterContents {
    guard let kind, kind.isPrompt, !kind.isPrefix else { return self }
    var contents = self
    let count = try size("num_virtual_tokens")
    contents.tensors = try mapRows { (tensor: Tensor, axis: Int) in
      tensor.resized(axis: axis, to: 2 * count)
    }
    return contents
  }

  private func mapRows(
    _ change: (Tensor, Int) -> Tensor
  ) throws(AdapterError) -> [(name: String, tensor: Tensor)] {
    tensors.map { name, tensor in
      switch name {
      case Self.prompt: (name, change(tensor, 0))
      case Self.columns: (name, change(tensor, 1))
      default: (name, tensor)
      }
    }
  }
}

extension Tensor {
  /// An axis cut to `size`, or grown to it with zeros.
  fileprivate func resized(axis: Int, to size: Int) -> Tensor {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    let (old, kept) = (shape[axis] * inner, Swift.min(shape[axis], size) * inner)
    var result = Tensor.zeros(shape[..<axis] + [size] + shape[(axis + 1)...])
    withValues { source in
      result.withMutableValues { target in
        for block in 0..<outer {
          for i in 0..<kept { target[block * size * inner + i] = source[block * old + i] }
        }
      }
    }
    return result
  }
}
