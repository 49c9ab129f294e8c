import CZeroMQ
import Foundation

/// A ZeroMQ socket; one thread at a time uses it.
final class Socket {
  let handle: UnsafeMutableRawPointer

  /// Of a frame; one that says it is larger is refused before it is read.
  static let largestFrame = 64 << 20

  /// - Parameter address: `tcp://127.0.0.1:5555`.
  init(
    _ context: UnsafeMutableRawPointer, _ kind: czmq_kind, boundTo address: String
  ) throws(KernelError) {
    guard let handle = czmq_socket(context, kind, Int64(Self.largestFrame)) else {
      throw .socket(reason: "there are too many")
    }
    let code = czmq_bind(handle, address)
    guard code == 0 else {
      czmq_close(handle)
      throw .address(address, reason: String(cString: czmq_reason(code)))
    }
    self.handle = handle
  }

  deinit { czmq_close(handle) }

  /// The next message that waits; nil where none does.
  func receive() -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    let code = withUnsafeMutablePointer(to: &frames) { frames in
      czmq_receive(handle, frames) { context, bytes, count in
        let bytes = UnsafeRawBufferPointer(start: bytes, count: count)
        context!.assumingMemoryBound(to: [[UInt8]].self).pointee.append(Array(bytes))
      }
    }
    return code == 0 ? frames : nil
  }

  /// Sends a message, unless its reader has gone or has stopped reading.
  func send(_ frames: [[UInt8]]) {
    for (index, frame) in frames.enumerated() {
      let isLast = index == frames.count - 1
      let code = frame.withUnsafeBytes { bytes in
        czmq_send(handle, bytes.baseAddress, bytes.count, isLast ? 0 : 1)
      }
      // Only the first frame can be refused; the others belong to it.
      if code != 0 { return }
    }
  }
}
