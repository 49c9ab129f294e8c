import Figures
import Foundation
import XCTest

final class PictureTerminalTests: XCTestCase {
  private let figure: Figure = .line(LineChart(title: "loss", series: [.init(y: [3, 2, 1.5])]))

  func testTheEnvironmentNamesTheForm() {
    func form(_ environment: [String: String]) -> PictureTerminal.Form? {
      PictureTerminal(environment: environment)?.form
    }
    XCTAssertEqual(form(["TERM": "xterm-kitty"]), .kitty)
    XCTAssertEqual(form(["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"]), .kitty)
    XCTAssertEqual(form(["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"]), .iterm)
    XCTAssertEqual(form(["TERM": "foot-extra"]), .sixel)
    XCTAssertNil(form(["TERM": "xterm-256color"]))
    XCTAssertNil(form(["TERM": "xterm-kitty", "NO_COLOR": "1"]))
    XCTAssertNil(form(["TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"]), "tmux drops pictures")
    XCTAssertNil(form([:]))
    XCTAssertEqual(form(["TERM": "tmux-256color", "PTS_IMAGES": "sixel"]), .sixel)
    XCTAssertNil(form(["TERM": "xterm-kitty", "PTS_IMAGES": "none"]))
    XCTAssertNil(form(["TERM": "xterm-kitty", "PTS_IMAGES": "jpeg"]))
    XCTAssertTrue(PictureTerminal.isSettingWrong(["PTS_IMAGES": "jpeg"]))
    for value in ["", "none", "kitty", "iterm", "sixel"] {
      XCTAssertFalse(PictureTerminal.isSettingWrong(["PTS_IMAGES": value]))
    }
  }

  func testKittyAndITermGetAWholePNG() throws {
    try XCTSkipUnless(RasterPicture.isAvailable, "librsvg isn't installed")
    let kitty = try XCTUnwrap(PictureTerminal(.kitty).draw(figure, columns: 60))
    let pieces = kitty.matches(of: #/\e_G([^;]*);([^\e]*)\e\\/#)
    XCTAssertGreaterThan(pieces.count, 1)
    XCTAssertEqual(pieces[0].1, "a=T,f=100,q=2,c=60,m=1")
    XCTAssertEqual(pieces.dropFirst().map(\.1), pieces.dropFirst(2).map { _ in "m=1" } + ["m=0"])
    let png = try XCTUnwrap(Data(base64Encoded: pieces.map { String($0.2) }.joined()))
    XCTAssertEqual(png.prefix(4), Data([0x89, 0x50, 0x4E, 0x47]))
    XCTAssertEqual(png.suffix(8).prefix(4), Data("IEND".utf8))

    let iterm = try XCTUnwrap(PictureTerminal(.iterm).draw(figure, columns: 200))
    let match = try XCTUnwrap(
      iterm.wholeMatch(of: #/\e\]1337;File=inline=1;size=(\d+);width=76;[^:]*:([^\x07]*)\x07\n/#))
    let file = try XCTUnwrap(Data(base64Encoded: String(match.2)))
    XCTAssertEqual(file.count, Int(match.1))
    XCTAssertEqual(file, png)
  }

  /// Decoded again, the picture has its size and in each place the colour that it had.
  func testSixelsAreThePicture() throws {
    try XCTSkipUnless(RasterPicture.isAvailable, "librsvg isn't installed")
    let terminal = PictureTerminal(
      .sixel, environment: ["COLORFGBG": "0;15"], cellWidth: 8)
    let sixels = try SixelDecoder(
      try XCTUnwrap(terminal.draw(figure, columns: 35)))
    XCTAssertEqual(sixels.width, 280)
    XCTAssertEqual(sixels.pixels.count, sixels.width * sixels.height)
    XCTAssertFalse(sixels.pixels.contains(nil), "a pixel without a colour")
    XCTAssertEqual(sixels.pixels[0], [100, 100, 100], "the ground is white")
    let curve = sixels.pixels.compactMap { $0 }.filter { $0[2] - $0[0] > 30 }.count
    XCTAssertTrue((100...2000).contains(curve), "\(curve) pixels of the blue curve")
  }

  func testWordsAreNoPicture() {
    XCTAssertNil(PictureTerminal(.kitty).draw(.text("words"), columns: 80))
  }
}
