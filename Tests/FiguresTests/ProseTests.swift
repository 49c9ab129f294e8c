import Figures
import XCTest

final class ProseTests: XCTestCase {
  func testParagraphsAreFoldedAndCodeIsNot() {
    let text = """
      # A heading
      One paragraph in
      two lines, long enough to fold.


      - an item that is longer than the window
      - another
      12. a number

      ```
      let x = 1
        y
      ```
      | a | b |
      """
    let drawer = TerminalDrawer(Terminal(width: 24))
    XCTAssertEqual(
      drawer.draw(prose: text),
      """
      A heading
      One paragraph in two
      lines, long enough to
      fold.

      - an item that is longer
        than the window
      - another
      12. a number

      let x = 1
        y
      | a | b |
      """)
    let coloured = TerminalDrawer(Terminal(colour: .ansi16))
    XCTAssertEqual(coloured.draw(prose: "## H"), "\u{1B}[1mH\u{1B}[0m")
    XCTAssertEqual(drawer.draw(prose: "a\u{1B}[31m"), "a\\u{1b}[31m")
  }
}
