import Tensors

/// Soft prompts of earlier steps: every step while they fit, then every second, fourth, …
package struct PromptHistory: Sendable {
  private static let budget = 64 << 20
  private var stride = 1
  private var prompts: [Int: Tensor] = [:]

  package init() {}

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
