import Checkpoints
import Foundation
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Which tokens end a text, as transformers 5.23 chooses them from the two files.
final class EndTokenTests: XCTestCase {
  private func ends(_ config: Any?, _ generation: Any?) throws -> EndTokens {
    let folder = try EditedFolder("tiny")
    defer { folder.remove() }
    try folder.configure { $0["eos_token_id"] = config }
    if let generation {
      try folder.configure("generation_config.json") { $0["eos_token_id"] = generation }
    }
    return try ModelDescription(folder: folder.url).endTokens
  }

  func testBothFiles() throws {
    for (config, generation, expected, written) in [
      (7 as Any?, nil as Any?, [7] as Set<Int32>, 7 as Int32?), ([9, 7], nil, [7, 9], 9),
      (nil, nil, [], nil), ([] as [Int], nil, [], nil), (7, [8, 9], [8, 9], 8), (7, 8, [8], 8),
      ([9, 8], [8, 9, 10], [8, 9, 10], 9), (nil, [10, 11], [10, 11], 10),
      // A file without them leaves the configuration's.
      (7, NSNull(), [7], 7), (NSNull(), NSNull(), [], nil),
      // An id that no token has ends nothing and is not written.
      ([100_000, 7], nil, [100_000, 7], 7), (-1, nil, [-1], nil),
    ] {
      let found = try ends(config, generation)
      XCTAssertEqual(found.ids, expected, "\(String(describing: config))")
      XCTAssertEqual(found.written?.id, written, "\(String(describing: config))")
    }
    for wrong in ["x" as Any, [1.5], ["a"], [[1]], Array(0..<2000)] {
      assertMessage("config.json: eos_token_id") { try ends(wrong, nil) }
      assertMessage("generation_config.json: eos_token_id") { try ends(7, wrong) }
    }
  }

  /// A text stops at whichever comes first.
  func testAnyOfThemEndsAText() throws {
    let model = try ReferenceData.model(ReferenceData.root.appendingPathComponent("models/tiny"))
    var settings = Generator.Settings()
    settings.tokens = 12
    func text(_ ends: Set<Int32>) -> [Int32] {
      Generator(model: model.causal!, conditioning: Conditioning(), ends: ends)
        .continuation(of: [3, 7], settings)
    }
    let whole = text([])
    let (first, second) = (whole[2], whole[5])
    let cut = [first, second].compactMap(whole.firstIndex(of:)).min()!
    XCTAssertEqual(text([first, second]), Array(whole[..<cut]))
    XCTAssertEqual(text([second, 100_000]), Array(whole[..<whole.firstIndex(of: second)!]))
  }
}
