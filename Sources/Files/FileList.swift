import Foundation

/// The files of a folder, or those that a pattern of the shell's fits.
package enum FileList {
  /// Paths in the order of their bytes; folders aren't among them, nor what begins with a dot.
  ///
  /// - Parameter pattern: a folder, or a path with `*`, `?` and `[…]`; `**` stands for any folders.
  package static func paths(_ pattern: String) throws(FileError) -> [String] {
    let url = URL(fileURLWithPath: pattern)
    var found: [String] = []
    if isFolder(pattern) {
      found = try names(of: url).filter { !$0.hasPrefix(".") }.map {
        (pattern as NSString).appendingPathComponent($0)
      }
    } else if !pattern.contains(where: { "*?[".contains($0) }) {
      guard access(pattern, F_OK) == 0 else { throw .unreadable(url, errno: errno) }
      found = [pattern]
    } else if let stars = pattern.range(of: "/**/") {
      let rest = pattern[stars.upperBound...]
      for folder in try folders(below: String(pattern[..<stars.lowerBound])) {
        found += try paths((folder as NSString).appendingPathComponent(String(rest)))
      }
    } else {
      found = fitting(pattern)
    }
    return Set(found).filter { !isFolder($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func fitting(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { index in
      result.gl_pathv[index].map { String(cString: $0) }
    }
  }

  /// A folder with all that are in it; links to folders aren't followed.
  private static func folders(below path: String) throws(FileError) -> [String] {
    var found = [path]
    for name in try names(of: URL(fileURLWithPath: path)) where !name.hasPrefix(".") {
      let inner = (path as NSString).appendingPathComponent(name)
      var status = stat()
      guard lstat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
      found += try folders(below: inner)
    }
    return found
  }

  private static func names(of folder: URL) throws(FileError) -> [String] {
    guard let entries = opendir(folder.path) else { throw .unreadable(folder, errno: errno) }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
