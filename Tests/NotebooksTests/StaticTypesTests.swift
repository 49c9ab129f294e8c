import Bindings
import Notebooks
import Script
import XCTest

/// What expressions are known to be before anything runs is what they are afterwards.
final class StaticTypesTests: SessionTestCase {
  func testTypesKnownWithoutRunningAreThoseOfTheValues() {
    let session = session()
    let text =
      Self.declarations + """
        run first { model: lm, prompt: soft, data: reviews, steps: 2, batch: 2 }
        run grid { like: first, lr: sweep([0.1, 0.2]) }
        run again { like: grid }
        let kept = first.prompt
        let other = kept

        """
    XCTAssertEqual(session.run(input: text), .finished)
    let types = StaticTypes(session.host, before: text)
    for expression in [
      "lm", "reviews", "soft", "first", "grid", "again", "kept", "other", "reviews.train",
      "reviews.test[0]", "reviews.test[..2]", "reviews.columns", "reviews.train.labels",
      "first.prompt", "first.prompt.embedding", "first.prompt.embedding.T", "first.at(1)",
      "first.loss", "first.valid", "first.hyper", "first.model", "first.model.embedding",
      "first.score(reviews.test)", "first.score(reviews.test).predictions",
      "first.render(reviews.test[0])", "first.render(reviews.test[0]).ids", "first.resume(3)",
      "grid.best", "grid.best.prompt", "grid[0]", "grid.table", "grid.runs", "lm.tokens(\"a\")",
      "lm.logits(\"a\")", "lm.end_tokens", "kept.score(reviews.test, model: lm)",
      "kept.concat(first.at(0))", "kept.mix(first.at(0), 0.5)", "\"a\"", "[1]", "{a: 1}", "0..2",
      "-1",
      "tensor([1])",
    ] {
      XCTAssertEqual(session.run(input: "let probe = \(expression)"), .finished, expression)
      let value = session.interpreter.value(of: "probe")
      XCTAssertEqual(types.type(of: expression), value?.typeName, expression)
      session.forget(["probe"])
    }
    for unknown in ["first.nothing", "len(lm)", "nothing", "a +", "first.score", "let x = 1"] {
      XCTAssertNil(types.type(of: unknown), unknown)
    }
  }
}
