import Foundation
import XCTest

/// `pts export`, `pts import` and `pts verify` as people run them.
final class DocumentCommandTests: ProgramTestCase {
  func testExportImportVerify() throws {
    let script =
      "#!/usr/bin/env pts\n# %% All\n" + Self.declarations
      + "run first { model: lm, prompt: soft, data: reviews, steps: 2, batch: 4 }\nplot(first.loss)\n"
    try write(script, to: "mood.pts")
    let exported = try run(["export", "mood.pts", "-o", "mood.ipynb"])
    XCTAssertEqual(exported.status, 0, exported.error)
    XCTAssertEqual(exported.output, "")
    XCTAssertTrue(exported.error.hasSuffix("wrote mood.ipynb\n"), exported.error)

    XCTAssertEqual(try run(["import", "mood.ipynb", "-o", "-"]).output, script)
    XCTAssertEqual(try run(["import", "mood.ipynb"]).status, 0)
    for command in [[], ["check"], ["export"]] {
      let misunderstood = try run(command + ["mood.ipynb"])
      XCTAssertEqual(misunderstood.status, 2)
      XCTAssertTrue(
        misunderstood.error.contains("`mood.ipynb` is a Jupyter notebook"), misunderstood.error)
    }
    try write("1 + 1\n", to: "mood.pts")
    let refused = try run(["import", "mood.ipynb"])
    XCTAssertEqual(refused.status, 1)
    XCTAssertTrue(refused.error.contains("there is a file `mood.pts` already"), refused.error)

    let changed = try run(["verify", "mood.ipynb"])
    XCTAssertEqual(changed.status, 0, changed.output + changed.error)
    XCTAssertTrue(
      changed.output.contains("mood.ipynb: reproduced, bit for bit: 1 cell and 1 run in"),
      changed.output)
    XCTAssertTrue(
      changed.output.contains("mood.pts isn't what the notebook was made from any more"))
    let data = try String(
      contentsOf: folder.appendingPathComponent("reviews.csv"), encoding: .utf8)
    try write(data.replacingOccurrences(of: "film 7 was", with: "film 7 wos"), to: "reviews.csv")
    let differs = try run(["verify", "mood.ipynb"])
    XCTAssertEqual(differs.status, 1)
    XCTAssertTrue(
      differs.output.contains("cell 1 (All): `reviews.csv` has changed"), differs.output)
  }

  func testWhatCantBeExported() throws {
    try write("let a = 1\nprint(a)\nerror(\"no\")\n", to: "bad.pts")
    let failed = try run(["export", "bad.pts"])
    XCTAssertEqual(failed.status, 1)
    XCTAssertTrue(failed.error.contains("nothing was written"), failed.error)
    XCTAssertFalse(
      FileManager.default.fileExists(atPath: folder.appendingPathComponent("bad.html").path))
    XCTAssertEqual(try run(["export", "missing.pts"]).status, 2)
    XCTAssertEqual(try run(["export", "bad.pts", "--to", "pdf"]).status, 2)
    let nowhere = try run(["export", "-", "-o", "no/where.html"], input: "1 + 1")
    XCTAssertEqual(nowhere.status, 1)
    XCTAssertTrue(nowhere.error.contains("`no/where.html`"), nowhere.error)
    let piped = try run(["export", "-", "--to", "md"], input: "1 + 1")
    XCTAssertEqual(piped.output, "```pts\n1 + 1\n```\n\n```text\n2\n```\n")
    let verified = try run(["verify", "-"], input: "1 + 1")
    XCTAssertEqual(verified.status, 1)
    XCTAssertTrue(verified.output.contains("no runs"), verified.output)
    try write("{}", to: "x.ipynb")
    XCTAssertTrue(try run(["verify", "x.ipynb"]).error.contains("isn't a notebook"))
  }
}
