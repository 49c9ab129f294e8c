/// The 5,000 texts that `scripts/fixtures/seeded_texts.py` draws from the same seed; change both or
/// neither.
struct SeededTexts {
  static let count = 5000

  static func all() -> [String] {
    var texts = SeededTexts()
    return (0..<count).map { texts.text($0) }
  }

  private typealias Ranges = [(UInt32, UInt32)]

  private static let words = """
    the a of review mood film was wonderful terrible it's don't they're naïve café Straße \
    niño où déjà İstanbul ΑΣ Σίσυφος привет мир ёлка שלום עולם السلام عليكم \
    नमस\u{94D}त\u{947} क\u{94D}षत\u{94D}र\u{93F}य ไทย ภาษา 日本語 カタカナ ひらがな ﾊﾝｶｸ 漢字 한국어 각 ﬁne \
    ①② ½ Ⅷ 3.14 1,234 2019 x86_64 iPhone HTTP://example.org/a?b=c foo_bar() {key:value} \
    #tag @me $5.00 7% e\u{301} n\u{303} A\u{30A} q\u{307}\u{323} ﷺ 𝔘𝔫𝔦 𠜎 👍 \
    👨\u{200D}👩\u{200D}👧\u{200D}👦 🏳\u{FE0F}\u{200D}🌈 ❤\u{FE0F} ... ?! — “quoted” \
    «guillemets» <unk> [UNK] [CLS] </s> <0x41> ▁ ##s
    """.split(separator: " ").map(String.init)

  private static let ranges: Ranges = [
    (0x20, 0x7E), (0x20, 0x7E), (0x61, 0x7A), (0xA0, 0x17F), (0x300, 0x36F), (0x391, 0x3A1),
    (0x3B1, 0x3C9), (0x410, 0x44F), (0x5B0, 0x5BD), (0x5D0, 0x5EA), (0x621, 0x63A), (0x641, 0x652),
    (0x660, 0x669), (0x905, 0x939), (0x93E, 0x94D), (0xE01, 0xE3A), (0xE40, 0xE4E),
    (0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x205E), (0x20AC, 0x20AC), (0x2150, 0x2188), (0x2460, 0x249B), (0x3000, 0x301F),
    (0x3041, 0x3096), (0x30A1, 0x30FC), (0x4E00, 0x4FFF), (0xAC00, 0xADFF), (0xF900, 0xFA0D),
    (0xFB00, 0xFB06), (0xFE00, 0xFE0F), (0xFF01, 0xFF5E), (0xFF66, 0xFF9D), (0x10330, 0x1034A),
    (0x1D400, 0x1D454), (0x1F300, 0x1F320), (0x1F600, 0x1F64F), (0x20000, 0x200FF),
    (0x2F800, 0x2F81F), (0xE000, 0xE00F), (0x10FFF0, 0x10FFFD), (0xFFFD, 0xFFFD),
  ]
  private static let rightToLeft: Ranges = [
    (0x5D0, 0x5EA), (0x5D0, 0x5EA), (0x5B0, 0x5BD), (0x621, 0x63A), (0x641, 0x64A), (0x641, 0x64A),
    (0x64B, 0x652), (0x660, 0x669), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069),
    (0x20, 0x20), (0x20, 0x20), (0x61, 0x7A),
  ]
  private static let bases: Ranges = [
    (0x41, 0x7A), (0xC0, 0xFF), (0x391, 0x3A1), (0x410, 0x44F), (0x5D0, 0x5EA), (0x621, 0x63A),
    (0x905, 0x939), (0x1100, 0x1112), (0xAC00, 0xADFF), (0x3041, 0x3096),
  ]
  private static let marks: Ranges = [
    (0x300, 0x345), (0x300, 0x315), (0x591, 0x5BD), (0x64B, 0x652), (0x93E, 0x94D),
    (0x1161, 0x1175), (0x11A8, 0x11C2), (0x20D0, 0x20DC), (0x3099, 0x309A), (0xFE20, 0xFE23),
  ]
  private static let controls: Ranges = [
    (0x0, 0x1F), (0x0, 0x1F), (0x7F, 0x9F), (0x200B, 0x200F), (0x2028, 0x2029), (0xFEFF, 0xFEFF),
    (0xAD, 0xAD), (0x61, 0x66),
  ]
  private static let spaces: Ranges = [
    (0x20, 0x20), (0x20, 0x20), (0x20, 0x20), (0x9, 0xD), (0xA, 0xA), (0x85, 0x85), (0xA0, 0xA0),
    (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x3000, 0x3000),
    (0x61, 0x61),
  ]
  private static let runs: Ranges = [
    (0x20, 0x20), (0xA, 0xA), (0x61, 0x61), (0x2E, 0x2E), (0xE9, 0xE9), (0x4E2D, 0x4E2D),
    (0x1F44D, 0x1F44D), (0x301, 0x301),
  ]
  private static let people: [UInt32] = [
    0x1F466, 0x1F467, 0x1F468, 0x1F469, 0x1F46E, 0x1F471, 0x1F474, 0x1F475,
  ]
  private static let things: [UInt32] = [
    0x2764, 0x2695, 0x2708, 0x1F3EB, 0x1F33E, 0x1F680, 0x1F4BB, 0x1F308,
  ]

  /// SplitMix64.
  private var state: UInt64 = 20

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  private mutating func below(_ limit: UInt64) -> UInt32 { UInt32(next() % limit) }

  private mutating func of<T>(_ choices: [T]) -> T { choices[Int(below(UInt64(choices.count)))] }

  private mutating func scalar(_ ranges: Ranges) -> Unicode.Scalar {
    let (low, high) = of(ranges)
    return Unicode.Scalar(low + below(UInt64(high - low + 1)))!
  }

  private mutating func emoji() -> String.UnicodeScalarView {
    var result = String.UnicodeScalarView()
    func add(_ value: UInt32) { result.append(Unicode.Scalar(value)!) }
    switch below(4) {
    case 0:  // A flag, or half of one more.
      for _ in 0..<2 + below(2) { add(0x1F1E6 + below(26)) }
    case 1:  // A family, each with or without a skin tone.
      for member in 0..<2 + below(4) {
        if member > 0 { add(0x200D) }
        add(of(Self.people))
        if below(2) == 1 { add(0x1F3FB + below(5)) }
      }
    case 2:  // A profession.
      add(of(Self.people))
      add(0x200D)
      add(of(Self.things))
      if below(2) == 1 { add(0xFE0F) }
    default:  // A keycap.
      add(0x30 + below(10))
      add(0xFE0F)
      add(0x20E3)
    }
    return result
  }

  private mutating func text(_ index: Int) -> String {
    var result = String.UnicodeScalarView()
    let kind = index % 10
    if kind == 9 {
      let count = index == 9 ? 10_000 : 1 + below(300)
      let run = index == 9 ? " " : scalar(Self.runs)
      result.append(contentsOf: repeatElement(run, count: Int(count)))
      if below(2) == 1 { result.append(contentsOf: of(Self.words).unicodeScalars) }
      return String(result)
    }
    for _ in 0..<1 + below(12) {
      switch kind {
      case 0:
        if !result.isEmpty { result.append(" ") }
        result.append(contentsOf: of(Self.words).unicodeScalars)
      case 1:
        result.append(contentsOf: of(Self.words).unicodeScalars)
        result.append(
          contentsOf: (below(3) == 0 ? String(below(100_000)) : " ").unicodeScalars)
      case 2:
        result.append(contentsOf: emoji())
        if below(3) == 0 { result.append(" ") }
      case 3: for _ in 0..<2 { result.append(scalar(Self.rightToLeft)) }
      case 4:
        result.append(scalar(Self.bases))
        for _ in 0..<below(5) { result.append(scalar(Self.marks)) }
      case 5: for _ in 0..<2 { result.append(scalar(Self.controls)) }
      case 6:  // What a lone surrogate or a broken byte becomes.
        result.append(contentsOf: repeatElement("\u{FFFD}", count: Int(below(4))))
        result.append(contentsOf: of(Self.words).unicodeScalars)
      case 7: for _ in 0..<2 { result.append(scalar(Self.ranges)) }
      default: for _ in 0..<2 { result.append(scalar(Self.spaces)) }
      }
    }
    return String(result)
  }
}
