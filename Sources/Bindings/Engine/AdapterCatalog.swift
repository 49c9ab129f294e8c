import Adapters
import Crypto
import Files
import Foundation
import Transformers

/// Keeps the adapter folders that have been read, so that a check, a declaration and every run of a sweep
/// read a folder once; one that has changed since is read again.
package final class AdapterCatalog {
  /// A folder as it was read.
  final class Entry {
    let adapter: Adapter
    /// SHA-256 over the tensors that it holds.
    private(set) lazy var hash = Self.hash(adapter)
    fileprivate let stamp: [FileStamp]
    fileprivate let includesState: Bool

    fileprivate init(_ adapter: Adapter, stamp: [FileStamp], includesState: Bool) {
      self.adapter = adapter
      self.stamp = stamp
      self.includesState = includesState
    }

    private static func hash(_ adapter: Adapter) -> String {
      var hash = SHA256()
      for (name, tensor) in adapter.contents.tensors + adapter.head {
        hash.update(data: Data("\(name) \(tensor.shape)\n".utf8))
        tensor.withValues { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
      }
      return hash.finalize().hexadecimal
    }
  }

  private var entries: [String: Entry] = [:]
  /// How many times a folder has been read.
  package private(set) var reads = 0

  /// What a folder holds; nil where it isn't an adapter.
  /// - Parameter includingState: also what a run needs to continue from the folder.
  func entry(in folder: URL, includingState: Bool) throws -> Entry? {
    guard Adapter.isPresent(in: folder) else { return nil }
    let stamp = FileStamp.files(in: folder)
    if let known = entries[folder.path], known.stamp == stamp,
      known.includesState || !includingState
    {
      return known
    }
    reads += 1
    let adapter = try Adapter(folder: folder, includingState: includingState)
    let entry = Entry(adapter, stamp: stamp, includesState: includingState)
    entries[folder.path] = entry
    return entry
  }
}
