import Foundation

/// Reads the messages of a stream: a header that says how long a JSON text is, then the text.
///
/// What is announced is held to bounds before any of it is read. After a text that isn't JSON the
/// next message can be read; after a header that isn't one nothing can.
package struct MessageReader {
  package enum Fault: Error, Equatable {
    case headerTooLong
    /// A line of the header that isn't `Name: value`, or a length that is missing or out of range.
    case header(String)
    /// The stream ended inside a message.
    case truncated
  }

  package static let longestHeader = 4 << 10
  package static let longestMessage = 64 << 20

  private let read: (_ most: Int) -> [UInt8]
  private var buffer: [UInt8] = []
  /// How much of the buffer has been taken.
  private var taken = 0

  /// - Parameter read: the next bytes, as many as there are up to a count; none at the end.
  package init(_ read: @escaping (_ most: Int) -> [UInt8]) { self.read = read }

  /// The stream of a descriptor.
  package init(descriptor: Int32) {
    self.init { most in
      var bytes = [UInt8](repeating: 0, count: most)
      while true {
        let count = Foundation.read(descriptor, &bytes, most)
        if count < 0, errno == EINTR { continue }
        return Array(bytes.prefix(max(0, count)))
      }
    }
  }

  /// The next message's text; nil where the stream ends between two messages.
  package mutating func next() throws(Fault) -> [UInt8]? {
    guard let length = try header() else { return nil }
    while buffer.count - taken < length {
      guard fill(length - (buffer.count - taken)) else { throw .truncated }
    }
    let text = Array(buffer[taken..<taken + length])
    taken += length
    return text
  }

  private mutating func fill(_ wanted: Int) -> Bool {
    if taken > 0 {
      buffer.removeFirst(taken)
      taken = 0
    }
    let bytes = read(min(max(wanted, 4 << 10), 1 << 20))
    buffer += bytes
    return !bytes.isEmpty
  }

  /// The announced length; nil at the end of the stream.
  private mutating func header() throws(Fault) -> Int? {
    var length: Int?
    var size = 0
    while true {
      guard let line = try line(longest: Self.longestHeader - size) else {
        guard length == nil, size == 0 else { throw .truncated }
        return nil
      }
      size += line.utf8.count + 2
      if line.isEmpty {
        guard let length else { throw .header("Content-Length is missing") }
        return length
      }
      guard let colon = line.firstIndex(of: ":") else { throw .header(String(line.prefix(80))) }
      guard line[..<colon].lowercased() == "content-length" else { continue }
      let digits = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let value = Int(digits), value <= Self.longestMessage
      else { throw .header(String(line.prefix(80))) }
      length = value
    }
  }

  /// A line without its `\r\n`; nil where the stream ends before it.
  private mutating func line(longest: Int) throws(Fault) -> String? {
    var searched = taken
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        guard end - taken <= longest else { throw .headerTooLong }
        var line = buffer[taken..<end]
        if line.last == 0x0D { line.removeLast() }
        taken = end + 1
        return String(decoding: line, as: UTF8.self)
      }
      guard buffer.count - taken <= longest else { throw .headerTooLong }
      searched = buffer.count - taken
      guard fill(1) else {
        guard buffer.isEmpty else { throw .truncated }
        return nil
      }
    }
  }
}

extension MessageReader.Fault {
  var text: String {
    switch self {
    case .headerTooLong:
      "the header of a message is longer than \(MessageReader.longestHeader) bytes"
    case .header(let line): "the header of a message can't be read: \(line.debugDescription)"
    case .truncated: "the input ends inside a message"
    }
  }
}
