import Foundation
import XCTest

/// What loading a checkpoint costs: what the model then holds, and next to nothing beside it.
final class LoadingMemoryTests: ProgramTestCase {
  private let (hidden, layers) = (768, 3)

  func testACheckpointIsNeverInMemoryTwice() throws {
    for type in ["F32", "F16", "BF16"] {
      try writeModel(type)
      let idle = try peak("print(0)")
      let loaded = try peak("model lm { from: \"big\" }\nprint(lm.parameters)")
      let held = loaded.printed * 4
      XCTAssertGreaterThan(held, 80_000_000)
      XCTAssertLessThan(
        Double(loaded.bytes - idle.bytes), 1.1 * Double(held), "\(type): \(loaded) idle \(idle)")
    }
  }

  /// The most memory that the program had, and the number that it printed.
  private func peak(_ script: String) throws -> (bytes: Int, printed: Int) {
    try write(script + "\nprint(read_text(\"/proc/self/status\"))\n", to: "peak.pts")
    let result = try run(["peak.pts"])
    XCTAssertEqual(result.status, 0, result.error)
    let lines = result.output.split(separator: "\n")
    let peak = try XCTUnwrap(result.output.firstMatch(of: #/VmHWM:\s+(\d+) kB/#))
    return (try XCTUnwrap(Int(peak.output.1)) * 1024, try XCTUnwrap(Int(lines[0])))
  }

  /// A GPT-2 of 21 million weights, all zero.
  private func writeModel(_ type: String) throws {
    let (h, inner) = (hidden, 4 * hidden)
    var shapes: [(String, [Int])] = [
      ("wte.weight", [512, h]), ("wpe.weight", [64, h]), ("ln_f.weight", [h]), ("ln_f.bias", [h]),
    ]
    for layer in 0..<layers {
      for (name, inputs, outputs) in [
        ("attn.c_attn", h, 3 * h), ("attn.c_proj", h, h), ("mlp.c_fc", h, inner),
        ("mlp.c_proj", inner, h),
      ] {
        shapes.append(("h.\(layer).\(name).weight", [inputs, outputs]))
        shapes.append(("h.\(layer).\(name).bias", [outputs]))
      }
      for norm in ["ln_1", "ln_2"] {
        shapes.append(("h.\(layer).\(norm).weight", [h]))
        shapes.append(("h.\(layer).\(norm).bias", [h]))
      }
    }
    var offset = 0
    let entries = shapes.map { name, shape in
      let start = offset
      offset += shape.reduce(1, *) * (type == "F32" ? 4 : 2)
      return
        #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(start),\#(offset)]}"#
    }
    let header = Data("{\(entries.joined(separator: ","))}".utf8)
    let big = folder.appendingPathComponent("big")
    try FileManager.default.createDirectory(at: big, withIntermediateDirectories: true)
    let file = big.appendingPathComponent("model.safetensors")
    try (withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header)
      .write(to: file)
    // The weights are a hole of the file: zeros that take no disk.
    truncate(file.path, off_t(8 + header.count + offset))
    try write(
      """
      {"model_type": "gpt2", "n_embd": \(h), "n_layer": \(layers), "n_head": 12, "n_positions": 64,
       "vocab_size": 512}
      """, to: "big/config.json")
    let tokenizer = URL(fileURLWithPath: Self.model).appendingPathComponent("tokenizer.json")
    let copy = big.appendingPathComponent("tokenizer.json")
    if !FileManager.default.fileExists(atPath: copy.path) {
      try FileManager.default.copyItem(at: tokenizer, to: copy)
    }
  }
}
