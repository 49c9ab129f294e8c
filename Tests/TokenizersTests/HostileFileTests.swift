import Foundation
import Tokenizers
import XCTest

/// Broken and malicious files: each names its field, none traps.
final class HostileFileTests: XCTestCase {
  func testEachFaultNamesItsField() {
    let model = #"{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}"#
    let cases: [(json: String, message: String)] = [
      ("", "not JSON: the text ends too early at line 1, column 1 (byte 0)"),
      ("[1,2", "not JSON: the text ends too early"),
      ("[]", "`tokenizer.json` should be an object"),
      (
        "{\"model\":\n  {\"type\": BPE}}", "not JSON: unexpected `B` at line 2, column 12 (byte 21)"
      ),
      (#"{"model":{"type":"BPE""#, "the text ends too early"),
      (String(repeating: "[", count: 100_000), "nesting deeper than 512"),
      (String(repeating: #"{"a":"#, count: 100_000), "nesting deeper than 512"),
      ("{}", "`model` is missing"),
      (#"{"model":3}"#, "`model` should be an object"),
      (#"{"model":{"type":"X"}}"#, "model type X, supported: BPE, WordPiece, WordLevel, Unigram"),
      (#"{"model":{"type":"BPE"}}"#, "`model.vocab` is missing"),
      (#"{"model":{"type":"BPE","vocab":{},"merges":[]}}"#, "`model.vocab` is empty"),
      (#"{"model":{"type":"BPE","vocab":[],"merges":[]}}"#, "`model.vocab` should be an object"),
      (#"{"model":{"vocab":{"a":"0"},"merges":[]}}"#, "`model.vocab.a` should be an integer"),
      (#"{"model":{"vocab":{"a":0.5},"merges":[]}}"#, "`model.vocab.a` should be an integer"),
      (#"{"model":{"vocab":{"a":-1},"merges":[]}}"#, "`model.vocab.a`: id -1 is not between"),
      (#"{"model":{"vocab":{"a":1000000000},"merges":[]}}"#, "id 1000000000 is not between"),
      (#"{"model":{"vocab":{"a":1e300},"merges":[]}}"#, "`model.vocab.a` should be an integer"),
      (#"{"model":{"vocab":{"a":99999999999999999999},"merges":[]}}"#, "should be an integer"),
      (#"{"model":{"vocab":{"a":0,"b":0},"merges":[]}}"#, "two tokens have the id 0"),
      (#"{"model":{"vocab":{"a":0,"a":1},"merges":[]}}"#, "the token `a` is there twice"),
      (#"{"model":{"vocab":{"a":0}}}"#, "`model.merges` is missing"),
      (#"{"model":{"vocab":{"a":0},"merges":["a b"]}}"#, "`model.merges[0]` names `b`"),
      (#"{"model":{"vocab":{"a":0},"merges":["a a"]}}"#, "`model.merges[0]` names `aa`"),
      (#"{"model":{"vocab":{"a":0},"merges":["a"]}}"#, "`model.merges[0]` should be two tokens"),
      (#"{"model":{"vocab":{"a":0},"merges":["a a a"]}}"#, "should be two tokens"),
      (#"{"model":{"vocab":{"a":0},"merges":[["a"]]}}"#, "should be a string or two strings"),
      (#"{"model":{"vocab":{"a":0},"merges":[],"unk_token":"u"}}"#, "`model.unk_token` names `u`"),
      (#"{"model":{"vocab":{"a":0},"merges":[],"dropout":0.1}}"#, "`model.dropout`"),
      (
        #"{"model":{"vocab":{"a":0},"merges":[],"end_of_word_suffix":7}}"#, "end_of_word_suffix` sh"
      ),
      (
        #"{"model":{"vocab":{"a":0},"merges":[],"byte_fallback":true,"end_of_word_suffix":"w"}}"#,
        "`model.byte_fallback`: unsupported fallback to bytes with a prefix or suffix"
      ),
      (#"{"model":{"vocab":{"\ud800":0},"merges":[]}}"#, "half a surrogate pair"),
      (#"{"model":\#(model),"normalizer":{}}"#, "`normalizer.type` is missing"),
      (#"{"model":\#(model),"normalizer":{"type":"Bert"}}"#, "unsupported normalizer Bert"),
      (
        #"{"model":\#(model),"pre_tokenizer":{"type":"FixedLength","length":0}}"#,
        "`pre_tokenizer.length` should be at least 1"
      ),
      (
        #"{"model":\#(model),"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"ByteLevel"},{"type":"Digits"}]}}"#,
        "pre-tokenizer Digits after ByteLevel, supported: ByteLevel as the last one"
      ),
      (#"{"model":\#(model),"decoder":{"type":"DecodeStream"}}"#, "decoder DecodeStream"),
      (#"{"model":\#(model),"post_processor":{"type":"X"}}"#, "unsupported post-processor X"),
      (
        #"{"model":\#(model),"post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"s"}},{"Sequence":{"id":"A"}}],"special_tokens":{"s":{"ids":[7]}}}}"#,
        "`post_processor.special_tokens.s.ids[0]` names `id 7`"
      ),
      (#"{"model":\#(model),"added_tokens":[{"content":"x"}]}"#, "`added_tokens[0].id` is missing"),
      (
        #"{"model":\#(model),"added_tokens":[{"id":1000000000,"content":"x"}]}"#,
        "`added_tokens[0].id`: id 1000000000 is not between"
      ),
      (
        #"{"model":\#(model),"added_tokens":[{"id":1,"content":"x"}]}"#,
        "`added_tokens[0].id`: two tokens have the id 1"
      ),
      (
        #"{"model":\#(model),"added_tokens":[{"id":3,"content":"a"}]}"#,
        "`added_tokens[0].id`: the token `a` has the id 3 here, 0 in `model.vocab`"
      ),
      (
        #"{"model":\#(model),"added_tokens":[{"id":3,"content":"x"},{"id":4,"content":"x"}]}"#,
        "`added_tokens[1].content`: the token `x` is there twice"
      ),
    ]
    for (json, message) in cases {
      expect(Data(json.utf8), message)
    }
    expect(Data([0x7B, 0x22, 0xFF, 0x22]), "bytes that are not UTF-8 at line 1, column 3 (byte 2)")
  }

  func testFaultsOfTheOtherModels() {
    let vocab = #""vocab":{"[UNK]":0,"a":1}"#
    let long = String(repeating: "a", count: 1025)
    let cases: [(model: String, message: String)] = [
      (#""type":"WordPiece""#, "`model.vocab` is missing"),
      (#""type":"WordPiece","vocab":{"a":0}"#, "`model.unk_token` names `[UNK]`"),
      (#""type":"WordPiece",\#(vocab),"unk_token":"x""#, "`model.unk_token` names `x`"),
      (#""type":"WordPiece",\#(vocab),"unk_token":1"#, "`model.unk_token` should be a string"),
      (
        #""type":"WordPiece",\#(vocab),"max_input_chars_per_word":-1"#,
        "`model.max_input_chars_per_word` should be at least 0"
      ),
      (#""type":"WordPiece",\#(vocab),"continuing_subword_prefix":[]"#, "should be a string"),
      (#""type":"WordPiece","vocab":{"[UNK]":0,"\#(long)":1}"#, "a token of 1025 bytes"),
      (#""type":"WordLevel","vocab":{"a":0}"#, "`model.unk_token` names `<unk>`"),
      (#""type":"Unigram""#, "`model.vocab` is missing"),
      (#""type":"Unigram","vocab":{}"#, "`model.vocab` should be a list"),
      (#""type":"Unigram","vocab":[]"#, "`model.vocab` is empty"),
      (#""type":"Unigram","vocab":[["a"]]"#, "`model.vocab[0]` should be a token and its score"),
      (#""type":"Unigram","vocab":[["a","b"]]"#, "`model.vocab[0]` should be a token and its"),
      (#""type":"Unigram","vocab":[["a",1e999]]"#, "a number that JSON does not allow"),
      (#""type":"Unigram","vocab":[["a",0],["a",1]]"#, "`model.vocab[1]`: the token `a`"),
      (#""type":"Unigram","vocab":[["\#(long)",0]]"#, "a token of 1025 bytes, at most 1024"),
      (#""type":"Unigram","vocab":[["a",0]],"unk_id":1"#, "`model.unk_id` names `id 1`"),
      (#""type":"Unigram","vocab":[["a",0]],"unk_id":-1"#, "`model.unk_id`: id -1"),
      (#""type":"Unigram","vocab":[["a",0]],"byte_fallback":1"#, "should be true or false"),
    ]
    for (model, message) in cases { expect(Data(#"{"model":{\#(model)}}"#.utf8), message) }
    expect(
      Data(#"{"pre_tokenizer":{"type":"ByteLevel"},"model":{"type":"Unigram"}}"#.utf8),
      "model type Unigram after the pre-tokenizer ByteLevel")
  }

  func testFaultsOfTheOtherParts() {
    let model = #""model":{"vocab":{"a":0},"merges":[]}"#
    let double = #"{"type":"Replace","pattern":{"String":"a"},"content":"aa"}"#
    let doubles = Array(repeating: double, count: 40).joined(separator: ",")
    let cases: [(part: String, message: String)] = [
      (#""normalizer":{"type":"Precompiled"}"#, "`normalizer.precompiled_charsmap` is missing"),
      (#""normalizer":{"type":"Precompiled","precompiled_charsmap":"?"}"#, "should be base64"),
      (#""normalizer":{"type":"Precompiled","precompiled_charsmap":"AAA="}"#, "only 2 bytes long"),
      (
        #""normalizer":{"type":"Precompiled","precompiled_charsmap":"/////wAA"}"#,
        "says that its trie has 4294967295 bytes, 2 are there"
      ),
      (
        #""normalizer":{"type":"Precompiled","precompiled_charsmap":"\#(characterMap([0], [0xFF]))"}"#,
        "not UTF-8"
      ),
      (
        #""normalizer":{"type":"Precompiled","precompiled_charsmap":"\#(characterMap([0], Array(repeating: 0x61, count: 1025)))"}"#,
        "a replacement of more than 1024 bytes"
      ),
      (#""normalizer":{"type":"BertNormalizer","lowercase":0}"#, "`normalizer.lowercase` should"),
      (
        #""normalizer":{"type":"Sequence","normalizers":[\#(doubles)]}"#,
        "`normalizer` can make a text more than 100000 times as long"
      ),
      (
        #""decoder":{"type":"Sequence","decoders":[\#(doubles)]}"#,
        "`decoder` can make a text more than 100000 times as long"
      ),
      (
        #""pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Metaspace"},{"type":"Metaspace"}]}"#,
        "unsupported pre-tokenizer Metaspace after Metaspace"
      ),
      (
        #""pre_tokenizer":{"type":"Metaspace","replacement":"ab"}"#,
        "`pre_tokenizer.replacement` should be one character"
      ),
      (
        #""pre_tokenizer":{"type":"Metaspace","prepend_scheme":"last"}"#,
        "unsupported prepend_scheme `last`, supported: always, first, never"
      ),
      (
        #""pre_tokenizer":{"type":"Metaspace","prepend_scheme":"first","add_prefix_space":false}"#,
        "unsupported prepend_scheme `first`, supported: never"
      ),
      (#""pre_tokenizer":{"type":"CharDelimiterSplit"}"#, "`pre_tokenizer.delimiter` is missing"),
      (#""post_processor":{"type":"BertProcessing"}"#, "`post_processor.cls` is missing"),
      (
        #""post_processor":{"type":"BertProcessing","cls":["a"]}"#,
        "`post_processor.cls` should be a token and its id"
      ),
      (
        #""post_processor":{"type":"RobertaProcessing","cls":["a",0],"sep":["b",9]}"#,
        "`post_processor.sep[1]` names `id 9`"
      ),
      (
        #""post_processor":{"type":"Sequence","processors":[{"type":"BertProcessing","cls":["a",0],"sep":["a",0]},{"type":"RobertaProcessing","cls":["a",0],"sep":["a",0]}]}"#,
        "unsupported post-processor RobertaProcessing after BertProcessing"
      ),
      (
        template(#"[{"Sequence":{"id":"B"}}]"#),
        "`post_processor.single`: unsupported the second sequence"
      ),
      (template("[]"), "`post_processor.single.Sequence` is missing"),
      (
        template(#"[{"Sequence":{"id":"A"}}],"pair":[{"Sequence":{"id":"A"}},{"Sequence":{}}]"#),
        "`post_processor.pair[1]`: unsupported a second sequence"
      ),
      (
        template(#"[{"Sequence":{"id":"A","type_id":-1}}]"#),
        "`post_processor.single[0].Sequence.type_id`: id -1"
      ),
      (template(#"[{"Sequence":{"id":"C"}}]"#), "unsupported sequence C, supported: A, B"),
      (template("[{}]"), "`post_processor.single[0].SpecialToken` is missing"),
      (#""decoder":{"type":"WordPiece","prefix":1}"#, "`decoder.prefix` should be a string"),
      (#""decoder":{"type":"Metaspace","replacement":""}"#, "`decoder.replacement` should be one"),
    ]
    for (part, message) in cases { expect(Data(#"{\#(part),\#(model)}"#.utf8), message) }
  }

  private func template(_ single: String) -> String {
    #""post_processor":{"type":"TemplateProcessing","special_tokens":{},"single":\#(single)}"#
  }

  /// Tries of random units lead anywhere; a text then comes out somehow, and nothing traps.
  func testCharacterMapsOfRandomUnits() throws {
    var state: UInt64 = 7
    for _ in 0..<300 {
      let units = (0..<64).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        // Mostly small offsets and ASCII labels with a leaf.
        return UInt32(truncatingIfNeeded: state >> 33) & (state & 1 == 0 ? .max : 0x1_FFFF)
      }
      let map = characterMap(units, Array("é\u{0}xyz\u{0}".utf8))
      let tokenizer = try Tokenizer(
        json: Data(
          #"{"normalizer":{"type":"Precompiled","precompiled_charsmap":"\#(map)"},"model":{"vocab":{"x":0},"merges":[]}}"#
            .utf8))
      _ = tokenizer.encode("The quick é \u{0}\u{7F} 👍🏻 x")
    }
  }

  private func characterMap(_ units: [UInt32], _ strings: [UInt8]) -> String {
    var data = Data()
    for unit in [UInt32(units.count * 4)] + units {
      withUnsafeBytes(of: unit.littleEndian) { data.append(contentsOf: $0) }
    }
    return (data + strings).base64EncodedString()
  }

  func testPatternsThatAreRefusedSayWhy() {
    let cases = [
      ("(a", "has an unbalanced bracket"), ("a)", "unbalanced"), ("[a", "ends too early"),
      ("a**", "doubled quantifier"), ("a+?", "lazy"), ("a++", "possessive"), ("^a", "the anchor ^"),
      (#"(a)\1"#, #"uses \1"#), ("(?<=a)b", "the group (?<"), ("a*", "can match the empty text"),
      ("(a*)*b", "a repetition of what may be empty"), (#"\p{Han}"#, "the unknown property Han"),
      ("[z-a]", "a range whose end is before"), ("a{3,1}", "a range whose end is before"),
      ("((a{900}){900}){900}", "larger than 10000 steps"), ("a{99999}", "larger than"),
      ("[[a]&&[b]]", "a set within a set"), ("(?!ab)c", "more than one character"),
      (String(repeating: "(", count: 5000), "larger than"),
    ]
    for (pattern, message) in cases {
      let escaped = pattern.replacing("\\", with: "\\\\")
      expect(
        Data(
          #"{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"\#(escaped)"},"behavior":"Isolated"},"model":{}}"#
            .utf8), message)
    }
  }

  /// Patterns whose naive search is exponential or quadratic, on texts made for them.
  func testSearchStaysLinear() throws {
    let text = String(repeating: "a", count: 60_000)
    for pattern in ["(?:a|a)+b|a", "(?:a+)+b|a", "(?:a+b|a)", "(?:a{0,20}a){3,9}b|aa", #"\w+\s|a"#]
    {
      let escaped = pattern.replacing("\\", with: "\\\\")
      let tokenizer = try Tokenizer(
        json: Data(
          #"{"pre_tokenizer":{"type":"Split","pattern":{"Regex":"\#(escaped)"},"behavior":"Isolated"},"model":{"vocab":{"a":0},"merges":[]}}"#
            .utf8))
      let clock = ContinuousClock()
      let elapsed = clock.measure { XCTAssertEqual(tokenizer.encode(text).count, 60_000) }
      XCTAssertLessThan(elapsed, .seconds(10), pattern)
    }
  }

  func testTruncationAnywhere() throws {
    let whole = try Fixture.data("llama3.tokenizer.json")
    for count in stride(from: 0, to: whole.count, by: 97) {
      XCTAssertThrowsError(try Tokenizer(json: whole.prefix(count)))
    }
  }

  /// Every value of a good file replaced by one of another type: an error or a working tokenizer.
  func testWrongTypesAnywhere() throws {
    for name in ["llama3", "bert", "t5"] { try tryWrongTypes(in: name) }
  }

  private func tryWrongTypes(in name: String) throws {
    let whole = String(decoding: try Fixture.data("\(name).tokenizer.json"), as: UTF8.self)
    let start = whole.firstIndex(of: "{")!
    var position = whole.index(after: start)
    var tried = 0
    while let colon = whole[position...].firstIndex(of: ":"), tried < 400 {
      position = whole.index(after: colon)
      for wrong in ["null", "-7", "[[]]", "{\"type\":{}}", "\"x\""] {
        let broken =
          whole[...colon] + wrong + "," + whole[position...].drop { $0 != "," }.dropFirst()
        if let tokenizer = try? Tokenizer(json: Data(broken.utf8)) {
          _ = tokenizer.decode(tokenizer.encode("some text").ids, skipSpecialTokens: true)
        }
      }
      tried += 1
    }
    XCTAssertGreaterThan(tried, 60)
  }

  private func expect(_ json: Data, _ message: String) {
    do {
      _ = try Tokenizer(json: json)
      XCTFail("no error; expected \(message)")
    } catch {
      XCTAssertTrue(error.description.contains(message), "\(error.description) lacks \(message)")
    }
  }
}
