import Random
import Tensors

extension MultitaskPrompt {
  /// Where the tasks' factors start from.
  package enum Factors {
    /// Every product is 1, so that each task starts with the shared prompt as it is. The first rank
    /// makes the 1; the others start as LoRA does, at zero times noise, or all would stay alike.
    case one
    /// PEFT's own: N(0, 0.02) on both sides, which makes every prompt start near zero.
    case random
    /// One task of a prompt trained elsewhere, for every task of this one (PEFT's
    /// EXACT_SOURCE_TASK).
    case task(Int, of: MultitaskPrompt)
    /// The mean over the tasks of a prompt trained elsewhere (PEFT's AVERAGE_SOURCE_TASKS).
    case average(of: MultitaskPrompt)
  }

  /// - Parameter embedding: what the shared prompt starts from, `[P, H]`.
  package convenience init(
    _ embedding: Tensor, tasks: Int, rank: Int, factors: Factors = .one, seed: UInt64
  ) throws(MethodError) {
    let (tokens, width) = (embedding.shape[0], embedding.shape[1])
    let deviation = 0.02
    var generator = RandomGenerator(seed: seed)
    let (columns, rows): (Tensor, Tensor)
    switch factors {
    case .one:
      columns = Tensor(
        (0..<tasks * tokens * rank).map { $0 % rank == 0 ? 1 : 0 }, shape: [tasks, tokens, rank])
      rows = Tensor(
        (0..<tasks * rank * width).map {
          $0 / width % rank == 0 ? 1 : Float(deviation * generator.normal())
        }, shape: [tasks, rank, width])
    case .random:
      columns = generator.normal([tasks, tokens, rank], deviation: deviation)
      rows = generator.normal([tasks, rank, width], deviation: deviation)
    case .task(let task, let source):
      (columns, rows) = source.factors(of: [task], times: tasks)
    case .average(let source):
      let all = Array(0..<source.parameters[1].variable.shape[0])
      (columns, rows) = source.factors(of: all, times: tasks)
    }
    try self.init(embedding: embedding, columns: columns, rows: rows)
  }

  /// The mean of some tasks' factors, for each of `count` tasks.
  private func factors(of tasks: [Int], times count: Int) -> (columns: Tensor, rows: Tensor) {
    func mean(_ tensor: Tensor) -> Tensor {
      let size = tensor.shape[1] * tensor.shape[2]
      var sum = [Float](repeating: 0, count: size)
      tensor.withValues { values in
        for task in tasks {
          for index in 0..<size { sum[index] += values[task * size + index] / Float(tasks.count) }
        }
      }
      return Tensor(
        (0..<count).flatMap { _ in sum }, shape: [count, tensor.shape[1], tensor.shape[2]])
    }
    return (mean(parameters[1].variable.value), mean(parameters[2].variable.value))
  }
}
