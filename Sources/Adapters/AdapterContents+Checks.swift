import JSON
import Tensors

extension AdapterContents {
  /// Checks the tensors of an untrusted folder against its configuration.
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

  /// 2 where PEFT keeps rows for a decoder after an encoder's.
  private func halves() throws(AdapterError) -> Int {
    guard let value = self["num_transformer_submodules"], !value.isNull else { return 1 }
    guard let count = value.int, (1...2).contains(count) else {
      throw .wrongField("num_transformer_submodules", reason: "must be 1 or 2")
    }
    return count
  }

  /// Whether PEFT keeps a decoder's rows that it never trains and never reads.
  private var hasIdleRows: Bool { kind == .prompt || kind == .ptuning || kind == .contextAware }

  /// The same with the encoder's rows alone, where the decoder's are idle.
  func withoutDecoderRows() throws(AdapterError) -> AdapterContents {
    guard hasIdleRows, try halves() == 2 else { return self }
    return try withPromptRows(size("num_virtual_tokens"))
  }

  /// The same with rows of zeros for a decoder where they are idle: PEFT's loader wants them.
  func withDecoderRows() throws(AdapterError) -> AdapterContents {
    guard hasIdleRows else { return self }
    return try withPromptRows(2 * size("num_virtual_tokens"))
  }

  private func withPromptRows(_ count: Int) -> AdapterContents {
    var contents = self
    contents.tensors = tensors.map { name, tensor in
      (name, name == Self.prompt ? tensor.withRows(count) : tensor)
    }
    return contents
  }
}

extension Tensor {
  /// A matrix cut to `count` rows, or grown to them with zeros.
  fileprivate func withRows(_ count: Int) -> Tensor {
    let kept = Swift.min(count, shape[0]) * shape[1]
    var result = Tensor.zeros([count, shape[1]])
    withValues { source in
      result.withMutableValues { target in
        for i in 0..<kept { target[i] = source[i] }
      }
    }
    return result
  }
}
