import Script
import Tensors

extension Value {
  /// The object that a method was called on.
  func object<Object: HostObject>(called name: String) throws -> Object {
    guard case .object(let object) = self, let object = object as? Object else {
      throw Fault("this isn't a \(name)")
    }
    return object
  }

  /// An element of a tensor, or what the engine measures in f32.
  static func float(_ value: Float) -> Value { .number(Double(shortest: value)) }

  /// What the engine sums up in f64 from values that it computes in f32: no more digits than those have.
  static func float(_ value: Double) -> Value { .float(Float(value)) }
}
