import Foundation
import ReferenceData
import Tensors
import Transformers
import XCTest

/// Vectors of texts against sentence-transformers'.
final class SentenceEncoderTests: XCTestCase {
  /// The greatest difference of any element.
  private func gap(_ folder: URL, _ goldens: URL) throws -> Float {
    let encoder = try SentenceEncoder(ReferenceData.model(folder))
    let cases = try ReferenceData.json(goldens).array!
    XCTAssertGreaterThan(cases.count, 5)
    let ours = try encoder.embeddings(of: cases.map { $0["text"]!.string! })
    let expected = cases.flatMap { $0["vector"]!.numbers.map(Float.init) }
    XCTAssertEqual(ours.count, expected.count)
    return zip(ours.values, expected).map { abs($0 - $1) }.max()!
  }

  func testFoldersOfEachPooling() throws {
    let folders = try ReferenceData.folders("sentences", holding: "modules.json")
    XCTAssertEqual(folders.count, 3)
    for folder in folders {
      XCTAssertLessThan(
        try gap(folder, folder.appendingPathComponent("goldens.json")), 1e-5,
        folder.lastPathComponent)
    }
  }

  /// `scripts/compare-sentences` runs this on a folder that is not of the fixtures.
  func testAFolderOfOnesOwn() throws {
    let environment = ProcessInfo.processInfo.environment
    guard let folder = environment["PTS_SENTENCE_FOLDER"],
      let goldens = environment["PTS_SENTENCE_GOLDENS"]
    else { throw XCTSkip("scripts/compare-sentences names the folder") }
    let gap = try gap(URL(fileURLWithPath: folder), URL(fileURLWithPath: goldens))
    print("greatest difference of an element: \(gap)")
    XCTAssertLessThan(gap, 1e-5)
  }

  func testFilesOfStrangers() throws {
    let source = ReferenceData.root.appendingPathComponent("sentences/mean")
    func fault(_ file: String, _ text: String) throws -> String? {
      let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("pts-sentences-\(UUID().uuidString)")
      try FileManager.default.copyItem(at: source, to: folder)
      defer { try? FileManager.default.removeItem(at: folder) }
      try Data(text.utf8).write(to: folder.appendingPathComponent(file))
      do {
        _ = try SentenceEncoder(ReferenceData.model(folder))
        return nil
      } catch {
        return "\(error)"
      }
    }
    let modules = "modules.json"
    let pooling = "1_Pooling/config.json"
    for (file, text, says) in [
      (modules, "{", "JSON"), (modules, "{}", "list"), (modules, "[{}]", "[0].type"),
      (modules, "[{\"type\": \"a.Dense\"}]", "a.Dense"),
      (
        modules, "[{\"type\": \"a.Transformer\"}, {\"type\": \"a.Pooling\", \"path\": \"../x\"}]",
        "leaves"
      ),
      (
        modules, "[{\"type\": \"a.Transformer\"}, {\"type\": \"a.Pooling\", \"path\": \"/etc\"}]",
        "leaves"
      ),
      (
        modules, "[{\"type\": \"a.Transformer\"}, {\"type\": \"a.Pooling\", \"path\": \"none\"}]",
        "none"
      ),
      (pooling, "{}", "pooling_mode"), (pooling, "{\"pooling_mode\": 3}", "pooling_mode"),
      (pooling, "{\"pooling_mode\": [\"mean\", \"max\"]}", "mean, max"),
      (pooling, "{\"pooling_mode\": \"weightedmean\"}", "weightedmean"),
      (pooling, "{\"pooling_mode_mean_tokens\": 1}", "pooling_mode_mean_tokens"),
      (pooling, "{\"pooling_mode\": \"mean\", \"embedding_dimension\": 19}", "is 19"),
      ("sentence_bert_config.json", "{\"max_seq_length\": 0}", "max_seq_length"),
      ("sentence_bert_config.json", "{\"do_lower_case\": 7}", "do_lower_case"),
    ] {
      let fault = try XCTUnwrap(fault(file, text), text)
      XCTAssertTrue(fault.contains(says), "\(text): \(fault)")
    }
  }
}
