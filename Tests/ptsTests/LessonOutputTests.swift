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
}
