import Bindings
import XCTest

/// A run overrides fields of its hyper and of its prompt by one name each: none may mean both.
final class SharedFieldsTests: XCTestCase {
  func testEveryFieldOfARunMeansOneThing() throws {
    func fields(_ noun: String) throws -> Set<String> {
      let schema = try XCTUnwrap(EngineHost.nouns.first { $0.name == noun })
      return Set(schema.fields.map(\.name))
    }
    let (prompt, hyper, run) = (try fields("prompt"), try fields("hyper"), try fields("run"))
    XCTAssertEqual(prompt.intersection(hyper), ["seed"], "see RunNoun.name(ofPrompt:)")
    XCTAssertTrue(run.contains("prompt_seed"))
    XCTAssertTrue(hyper.isSubset(of: run))
    // What a run has of its own is no field of what it is made of.
    let own: Set = [
      "model", "prompt", "data", "hyper", "tune", "rank", "alpha", "targets", "resume",
    ]
    XCTAssertTrue(own.isSubset(of: run))
    XCTAssertTrue(own.isDisjoint(with: prompt.union(hyper)))
  }
}
