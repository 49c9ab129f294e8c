import Figures
import XCTest

final class RasterPictureTests: XCTestCase {
  override func setUpWithError() throws {
    try XCTSkipUnless(RasterPicture.isAvailable, "librsvg isn't installed")
  }

  func testAPictureAsPNGHasItsSizeAndItsGround() throws {
    let svg = try XCTUnwrap(SVGDrawer(.light).draw(.bars(Bars(bars: [.init("a", 1)]))))
    let size = try XCTUnwrap(svg.firstMatch(of: #/width="560" height="(\d+)"/#)?.1)
    let picture = try RasterPicture(svg: svg, scale: 2)
    XCTAssertEqual(picture.width, 1120)
    XCTAssertEqual(picture.height, 2 * (try XCTUnwrap(Int(size))))
    let png = try picture.png()
    XCTAssertEqual(png.prefix(8), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    // The header has width and height, four bytes each.
    let sizes = [16, 20].map { start in png[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    XCTAssertEqual(sizes, [1120, picture.height])
  }

  func testWhatIsNoPictureIsRefused() {
    for text in ["", "no svg", "<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"] {
      XCTAssertThrowsError(try RasterPicture(svg: text, scale: 1).png(), text) { error in
        guard case RasterPicture.Failure.notDrawn(let reason) = error else {
          return XCTFail("\(error)")
        }
        XCTAssertFalse(reason.isEmpty)
      }
    }
    let wide = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"99999\" height=\"9\"/>"
    XCTAssertThrowsError(try RasterPicture(svg: wide, scale: 1))
  }
}
