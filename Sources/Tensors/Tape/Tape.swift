/// Records operations so that their gradients can run backwards.
///
/// Each operation's gradient is a closure that receives its result's gradient and adds to those of
/// its inputs. With `recording: false` nothing is kept alive.
package final class Tape {
  private let isRecording: Bool
  private var steps: [() -> Void] = []

  package init(recording: Bool = true) {
    isRecording = recording
  }

  /// The result of an operation. `gradient` is kept only where an input wants one; it is given the
  /// result's own gradient, and is not called where none arrived.
  /// - Parameter gradientRows: the only rows of the result whose gradient `gradient` wants, and is
  ///   given; nil for all.
  func record(
    _ value: Tensor, from inputs: Variable?..., gradientRows: Range<Int>? = nil,
    gradient: @escaping (Tensor) -> Void
  ) -> Variable {
    let isWanted = isRecording && inputs.contains { $0?.requiresGradient == true }
    let result = Variable(value, requiresGradient: isWanted, gradientRows: gradientRows)
    if let slot = result.slot {
      steps.append {
        if let arrived = slot.take() { gradient(arrived) }
      }
    }
    return result
  }

  /// Runs every gradient, last operation first, and frees what each one held as it goes. Gradients
  /// end in the leaves that require one. The tape is empty afterwards.
  /// - Parameter loss: one value, [1].
  package func backward(from loss: Variable) {
    precondition(loss.value.count == 1, "backward starts from one value, not \(loss.shape)")
    backward(from: loss, gradient: .full(1, loss.shape))
  }

  /// The same from a result of any shape, whose own gradient is given.
  package func backward(from result: Variable, gradient: Tensor) {
    precondition(result.shape == gradient.shape, "\(gradient.shape) for \(result.shape)")
    result.slot?.accumulate(gradient)
    while let step = steps.popLast() { step() }
  }
}
