/// Paths as another folder has them.
package enum RelativePath {
  /// - Parameters:
  ///   - path: absolute.
  ///   - folder: absolute.
  package static func of(_ path: String, from folder: String) -> String {
    let (target, start) = (path.split(separator: "/"), folder.split(separator: "/"))
    let common = zip(target, start).prefix { $0 == $1 }.count
    return
      (Array(repeating: "..", count: start.count - common) + target[common...].map(String.init))
      .joined(separator: "/")
  }
}
