import Figures
import XCTest

final class LessonOutputTests: ProgramTestCase {
  private static let lesson = """
    # %% [markdown]
    # # First
    # Some prose.
    # %% Setting up
    let x = 2
    # %% The sum
    print(x + 1)
    # %%
    print(x + 2)

    """

  func testOnlyOutputsGoIntoAPipeUnlessProseIsWanted() throws {
    try write(Self.lesson, to: "lesson.pts")
    let plain = try run(["lesson.pts"])
    XCTAssertEqual(plain, Output(output: "3\n4\n", error: "", status: 0))
    let lesson = try run(["--prose", "lesson.pts"])
    XCTAssertEqual(
      lesson.output, "First\nSome prose.\n\nSetting up\n\nThe sum\n3\n\n4\n", lesson.error)
  }

  func testATerminalHasTitlesAndBlankLinesBetweenCells() throws {
    try write(Self.lesson, to: "lesson.pts")
    let terminal = try startShell(["-i", "lesson.pts"], prompt: "[4]")
    XCTAssertTrue(
      terminal.screen.text.hasPrefix("The sum\n3\n\n4\n[4]"), terminal.screen.text)
    leave(terminal)
  }

  func testATerminalThatHasSixelsGetsAPicture() throws {
    try XCTSkipUnless(RasterPicture.isAvailable, "librsvg isn't installed")
    let terminal = try startShell()
    terminal.send("plot([3, 2, 1.5])" + Key.enter)
    XCTAssertTrue(terminal.wait(20) { $0.questions == 1 }, terminal.screen.text)
    terminal.send("\u{1B}[?62;4;22c")
    assertScreen(terminal) { $0.cursorRowText == "[2]" && $0.modes.contains("?2004") }
    XCTAssertEqual(terminal.screen.controlStrings.map { $0.prefix(8) }, ["q\"1;1;76"])
    submit(terminal, "plot([1, 2])", next: 3)
    XCTAssertEqual(terminal.screen.questions, 1, "it is asked once")
    XCTAssertEqual(terminal.screen.controlStrings.count, 2)
    leave(terminal)
  }

  func testATerminalThatDoesNotAnswerGetsText() throws {
    try XCTSkipUnless(RasterPicture.isAvailable, "librsvg isn't installed")
    let terminal = try startShell()
    submit(terminal, "plot([3, 2, 1.5])", next: 2)
    XCTAssertTrue(terminal.screen.text.contains("3.0 ┤"), terminal.screen.text)
    leave(terminal)
  }
}
