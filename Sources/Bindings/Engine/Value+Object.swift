import Script

extension Value {
  /// The object that a method was called on.
  func object<Object: HostObject>(called name: String) throws -> Object {
    guard case .object(let object) = self, let object = object as? Object else {
      throw Fault("this isn't a \(name)")
    }
    return object
  }
}
