/// What a declaration makes; it keeps the declaration so that `like:` can copy from it.
package protocol DeclaredObject: HostObject {
  var declaration: Declaration { get }
}
