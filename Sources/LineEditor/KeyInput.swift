import CEditLine
import Foundation

/// Turns the bytes of a terminal into keys, and reports the signals that come between them.
final class KeyInput {
  enum Key: Equatable {
    case scalar(UInt32)
    case command(EditorCommand)
    /// `CEL_` bits.
    case signals(Int32)
    case end
  }

  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var position = 0
  /// Bytes after an Esc that are keys of their own.
  private var plainUntil = 0
  private static let escape: UInt8 = 0x1B
  /// Long enough for a sequence that comes over a slow line, short enough for vi's Esc.
  private static let sequenceWait: Int32 = 50

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether a key can be had without waiting.
  var hasPending: Bool { position < bytes.count || isReadable(within: 0) }

  /// Whether a space has come already.
  var nextIsBlank: Bool {
    if position >= bytes.count { _ = receive(within: 0) }
    return position < bytes.count && bytes[position] == UInt8(ascii: " ")
  }

  /// The next key; waits for it.
  func next() -> Key {
    while true {
      if position >= bytes.count, let other = fill() { return other }
      let byte = bytes[position]
      if byte == Self.escape && position >= plainUntil {
        if let key = sequence() { return key }
        continue
      }
      if let scalar = decode() { return .scalar(scalar) }
    }
  }

  /// All until the end of a bracketed paste. One that doesn't end within a second of silence is
  /// taken as it is.
  func paste() -> [UInt8] {
    let mark = Array("\u{1B}[201~".utf8)
    var content: [UInt8] = []
    var searched = 0
    while true {
      content += bytes[position...]
      position = bytes.count
      while searched + mark.count <= content.count {
        if content[searched] == mark[0], content[searched..<searched + mark.count] == mark[...] {
          bytes = Array(content[(searched + mark.count)...])
          position = 0
          plainUntil = 0
          return Array(content[..<searched])
        }
        searched += 1
      }
      guard receive(within: 1000) else { return content }
    }
  }

  /// Waits for bytes; gives what came instead.
  private func fill() -> Key? {
    while true {
      var sources = [
        pollfd(fd: cel_wake_descriptor(), events: Int16(POLLIN), revents: 0),
        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&sources, 2, -1) > 0 else {
        if errno == EINTR { continue }
        return .end
      }
      if sources[0].revents != 0 {
        let signals = cel_take_signals()
        if signals != 0 { return .signals(signals) }
      }
      if sources[1].revents != 0 { return readMore() ? nil : .end }
    }
  }

  /// Adds what can be read; false at the end of input.
  private func readMore() -> Bool {
    if position >= bytes.count {
      bytes.removeAll(keepingCapacity: true)
      position = 0
      plainUntil = 0
    }
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = read(descriptor, &chunk, chunk.count)
    if count > 0 { bytes += chunk[..<count] }
    return count > 0 || (count < 0 && (errno == EINTR || errno == EAGAIN))
  }

  private func isReadable(within milliseconds: Int32) -> Bool {
    var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&source, 1, milliseconds) > 0
  }

  private func receive(within milliseconds: Int32) -> Bool {
    isReadable(within: milliseconds) && readMore()
  }

  /// The byte `distance` bytes ahead, if it comes in time.
  private func peek(_ distance: Int) -> UInt8? {
    while position + distance >= bytes.count {
      guard receive(within: Self.sequenceWait) else { return nil }
    }
    return bytes[position + distance]
  }

  /// A sequence that begins with Esc; nil where it is unknown and was passed over. Esc alone, and
  /// Esc with a letter, are left to libedit: there they mean a meta key or vi's command mode.
  private func sequence() -> Key? {
    guard let first = peek(1) else { return bare() }
    var length = 2
    if first == UInt8(ascii: "[") {
      while true {
        guard let byte = peek(length) else { return bare() }
        length += 1
        if (0x40...0x7E).contains(byte) { break }
        if byte < 0x20 || length > 32 { return bare() }
      }
    } else if first == UInt8(ascii: "O") {
      guard peek(2) != nil else { return bare() }
      length = 3
    }
    let name = String(decoding: bytes[position + 1..<position + length], as: UTF8.self)
    if let command = EditorCommand.sequences[name] {
      position += length
      return .command(command)
    }
    if length == 2 { return bare(with: 2) }
    position += length
    return nil
  }

  private func bare(with count: Int = 1) -> Key {
    plainUntil = position + count
    position += 1
    return .scalar(UInt32(Self.escape))
  }

  /// One scalar of UTF-8; nil for bytes that are none, and for C1 controls, which are commands.
  private func decode() -> UInt32? {
    let first = bytes[position]
    let length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 0
    guard length > 0, length == 1 || peek(length - 1) != nil else {
      position += 1
      return nil
    }
    let text = String(
      validating: bytes[position..<position + length], as: UTF8.self)
    guard let scalar = text?.unicodeScalars.first else {
      position += 1
      return nil
    }
    position += length
    return (0x80..<0xA0).contains(scalar.value) ? nil : scalar.value
  }
}
