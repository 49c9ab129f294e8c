import Ranks
import Tensors

/// A state on its way to another process, bit for bit.
extension TuningState {
  package func put(in message: inout Message) {
    message.put(step)
    message.put(stale)
    message.put(parameters)
    message.put(optimizer.count)
    for (name, tensor) in optimizer.sorted(by: { $0.key < $1.key }) {
      message.put(name)
      message.put([tensor])
    }
    message.put(losses)
    message.put(stepSeconds)
    message.put(evaluations)
    message.put(best == nil ? 0 : 1)
    if let best {
      message.put(best.step)
      message.put(best.loss)
      message.put(best.parameters)
    }
    message.put(history.stride)
    message.put(history.steps)
    for step in history.steps { message.put(history[step] ?? []) }
  }

  package init(takenFrom message: inout Message) {
    let (step, stale): (Int, Int) = (message.take(), message.take())
    self.init(parameters: message.takeTensors())
    (self.step, self.stale) = (step, stale)
    for _ in 0..<(message.take() as Int) {
      let name: String = message.take()
      optimizer[name] = message.takeTensors()[0]
    }
    losses = message.take()
    stepSeconds = message.take()
    evaluations = message.take()
    if message.take() as Int == 1 {
      best = Best(step: message.take(), loss: message.take(), parameters: message.takeTensors())
    }
    let stride: Int = message.take()
    let steps: [Int] = message.take()
    history = PromptHistory(
      stride: stride, snapshots: steps.map { ($0, message.takeTensors()) })
  }
}

extension Message {
  fileprivate mutating func put(_ tensors: [Tensor]) {
    put(tensors.count)
    for tensor in tensors {
      put(tensor.shape)
      put(tensor.values)
    }
  }

  fileprivate mutating func takeTensors() -> [Tensor] {
    (0..<(take() as Int)).map { _ in
      let shape: [Int] = take()
      return Tensor(take() as [Float], shape: shape)
    }
  }
}

extension ProcessGroup {
  /// The states that the first process knows, in all of them; the others' are not asked for.
  package func told(
    _ states: @autoclosure () throws -> [TuningState?]
  ) rethrows -> [TuningState?] {
    if isAlone { return try states() }
    var message = Message()
    if isFirst {
      let states = try states()
      message.put(states.count)
      for state in states {
        message.put(state == nil ? 0 : 1)
        state?.put(in: &message)
      }
    }
    var heard = Message(broadcast(message.bytes, from: 0))
    return (0..<(heard.take() as Int)).map { _ in
      heard.take() as Int == 0 ? nil : TuningState(takenFrom: &heard)
    }
  }
}
