import Tensors

/// Soft prompts of earlier steps: every step while they fit, then every second, fourth, …
package struct PromptHistory: Sendable {
  private static let budget = 64 << 20
  package private(set) var stride = 1
  private var prompts: [Int: Tensor] = [:]

  package init() {}

  /// As a checkpoint kept it.
  package init(stride: Int, prompts: [(step: Int, prompt: Tensor)]) {
    self.stride = stride
    self.prompts = Dictionary(prompts.map { ($0.step, $0.prompt) }) { _, last in last }
  }

  package mutating func add(_ prompt: Tensor, at step: Int) {
    guard step % stride == 0 else { return }
    prompts[step] = prompt
    if prompts.count * prompt.count * MemoryLayout<Float>.size > Self.budget {
      stride *= 2
      prompts = prompts.filter { $0.key % stride == 0 }
    }
  }

  package subscript(step: Int) -> Tensor? { prompts[step] }

  package var steps: [Int] { prompts.keys.sorted() }
}
