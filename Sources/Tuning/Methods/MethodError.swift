/// What keeps saved tensors from being a method's.
package enum MethodError: Error, Hashable {
  case missing(String)
  case wrongShape(String, found: [Int], expected: String)
  /// A tensor that the method has no place for: it is another network's.
  case unknown(String)
}
