import LanguageServer
import XCTest

/// Messages are read however the stream is cut, and lengths are held to bounds.
final class MessageReaderTests: XCTestCase {
  private func reader(_ text: String, pieces: Int) -> MessageReader {
    var rest = Array(text.utf8)[...]
    return MessageReader { most in
      let piece = rest.prefix(min(most, pieces))
      rest = rest.dropFirst(piece.count)
      return Array(piece)
    }
  }

  func testReadsMessagesFromPiecesOfAnySize() throws {
    let text =
      "Content-Length: 5\r\n\r\nhellocontent-length:3\r\nContent-Type: x; charset=utf-8\r\n\r\nabc"
      + "Content-Length: 0\n\n"
    for pieces in [1, 2, 3, 7, 1000] {
      var reader = reader(text, pieces: pieces)
      XCTAssertEqual(try reader.next(), Array("hello".utf8))
      XCTAssertEqual(try reader.next(), Array("abc".utf8))
      XCTAssertEqual(try reader.next(), [])
      XCTAssertNil(try reader.next())
    }
  }

  func testRefusesHeadersThatCannotBeBelieved() {
    let tooLong = String(repeating: "a", count: MessageReader.longestHeader + 1)
    for (text, fault) in [
      ("Content-Length: 5\r\n\r\nhe", MessageReader.Fault.truncated),
      ("Content-Length: 5", .truncated),
      ("Content-Length: -5\r\n\r\n", .header("Content-Length: -5")),
      ("Content-Length: 99999999999\r\n\r\n", .header("Content-Length: 99999999999")),
      ("Content-Length: 1e3\r\n\r\n", .header("Content-Length: 1e3")),
      ("GET / HTTP/1.1\r\n\r\n", .header("GET / HTTP/1.1")),
      ("Content-Type: x\r\n\r\n", .header("Content-Length is missing")),
      (tooLong, .headerTooLong), ("X: \(tooLong)\r\n\r\n", .headerTooLong),
      (String(repeating: "X: y\r\n", count: 2000) + "\r\n", .headerTooLong),
    ] {
      var reader = reader(text, pieces: 100)
      XCTAssertThrowsError(try reader.next(), text.prefix(40).description) {
        XCTAssertEqual($0 as? MessageReader.Fault, fault)
      }
    }
  }

  /// A length is refused before memory is taken for what it announces.
  func testReadsNoMoreThanIsThere() {
    var largest = 0
    var rest = Array("Content-Length: \(MessageReader.longestMessage)\r\n\r\n".utf8)[...]
    var reader = MessageReader { most in
      largest = max(largest, most)
      defer { rest = [] }
      return Array(rest)
    }
    XCTAssertThrowsError(try reader.next())
    XCTAssertLessThanOrEqual(largest, 1 << 20)
  }
}
