import Foundation

/// An untrusted file, mapped read-only: its bytes are paged in when they are read.
///
/// `@unchecked Sendable`: nothing of it changes after `init`.
package final class MappedFile: @unchecked Sendable {
  package let url: URL
  package let bytes: UnsafeRawBufferPointer

  /// Throws `FileError.unreadable` when the file can't be opened or isn't a regular one.
  package init(_ url: URL) throws(FileError) {
    self.url = url
    // Opening a pipe would otherwise wait for somebody to write into it.
    let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(url, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(url, errno: errno) }
    if status.st_mode & S_IFMT == S_IFDIR { throw .unreadable(url, errno: EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(file: url, reason: "not a regular file")
    }
    let size = Int(status.st_size)
    if size == 0 {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw .unreadable(url, errno: errno) }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  /// Lets go of the whole pages in a range: they are read from the file again if they are needed again.
  package func release(_ range: Range<Int>) {
    guard let base = bytes.baseAddress else { return }
    let page = Int(getpagesize())
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound == bytes.count ? bytes.count : range.upperBound / page * page
    guard start < end else { return }
    madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, Int32(MADV_DONTNEED))
  }

  /// A copy of the whole file, for what is small and read at once.
  package static func data(_ url: URL) throws(FileError) -> Data {
    let file = try MappedFile(url)
    return withExtendedLifetime(file) { Data(file.bytes) }
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }
}
