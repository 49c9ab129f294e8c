/// A saved state that doesn't fit what it is loaded into.
package enum StateError: Error, Hashable {
  case missing(String)
  case wrongShape(String, expected: [Int], found: [Int])
  case damaged(String)
}
