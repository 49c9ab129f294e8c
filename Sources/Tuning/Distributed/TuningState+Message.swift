import Ranks
import Tensors

/// A state on its way to another process.
extension TuningState {
  package func encode(into message: inout Message) {
    let encoded = EncodedState(self)
    message.encode(encoded.header)
    message.encode(encoded.tensors.count)
    for (name, tensor) in encoded.tensors {
      message.encode(name)
      message.encode(tensor.shape)
      message.encode(tensor.values)
    }
  }

  package init(from message: inout Message) {
    let header: String = message.decode()
    var tensors: [String: Tensor] = [:]
    for _ in 0..<(message.decode() as Int) {
      let (name, shape): (String, [Int]) = (message.decode(), message.decode())
      tensors[name] = Tensor(message.decode() as [Float], shape: shape)
    }
    do throws(StateError) {
      try self.init(header: header, tensors: tensors)
    } catch {
      preconditionFailure("a message comes from this very program: \(error)")
    }
  }
}

extension ProcessGroup {
  /// The states that the first process has, in all of them; the others' aren't evaluated.
  package func broadcast(
    _ states: @autoclosure () throws -> [TuningState?]
  ) rethrows -> [TuningState?] {
    if isSingle { return try states() }
    var message = Message()
    if isFirst {
      let states = try states()
      message.encode(states.count)
      for state in states {
        message.encode(state == nil ? 0 : 1)
        state?.encode(into: &message)
      }
    }
    var received = Message(broadcast(message.bytes, from: 0))
    return (0..<(received.decode() as Int)).map { _ in
      received.decode() as Int == 0 ? nil : TuningState(from: &received)
    }
  }
}
