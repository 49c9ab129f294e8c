import Diagnostics
import Script
import XCTest

/// Every word of another language that has a hint gives it: none is a name that exists here.
final class ForeignWordsTests: XCTestCase {
  /// The hints of what is wrong with a script, found by reading or by running it.
  private func hints(_ code: String) -> [String] {
    let interpreter = Interpreter(host: TestHost())
    let program = interpreter.prepare(SourceFile(name: "test.pts", text: code))
    guard program.diagnostics.isEmpty else { return program.diagnostics.compactMap(\.hint) }
    for cell in program.cells {
      do {
        _ = try interpreter.run(cell, of: program)
      } catch ScriptError.fault(let diagnostic) {
        return [diagnostic.hint ?? ""]
      } catch {
        return []
      }
    }
    return []
  }

  func testEveryForeignNameGivesItsHint() {
    XCTAssertGreaterThan(ForeignNames.all.count, 60)
    for entry in ForeignNames.all {
      for name in entry.names { XCTAssertEqual(hints("[\(name)]"), [entry.hint], name) }
    }
  }

  func testForeignFunctionsGiveTheirHint() {
    for entry in ForeignNames.called {
      for name in entry.names { XCTAssertEqual(hints("\(name)(1)"), [entry.hint], name) }
    }
  }

  /// Its lines hold quotes, which a case file's expectations would add to.
  func testStringOverLinesIsOneFault() {
    XCTAssertEqual(
      hints("let s = \"line one\nline two\"\nprint(s)"),
      ["write a line break as `\\n`, or three quotes around many lines"])
    XCTAssertEqual(hints("let s = \"one\nlet t = \"two\nlet u = 3").count, 2)
  }

  func testEveryForeignMemberGivesItsHint() {
    let values = ["list": "[1]", "string": "\"a\"", "record": "{a: 1}", "range": "(0..3)"]
    XCTAssertGreaterThan(ForeignMembers.all.count, 50)
    for entry in ForeignMembers.all {
      for name in entry.names {
        // Those of a tensor are the engine's to test.
        for type in entry.types.isEmpty ? Set(values.keys) : entry.types where type != "tensor" {
          XCTAssertEqual(hints("\(values[type]!).\(name)"), [entry.hint], "\(type).\(name)")
        }
      }
    }
  }
}
