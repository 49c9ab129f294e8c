import Script
import Transformers

/// How a `generate` call wants its texts: the same parameters for a model, a prompt and a run.
struct GenerateOptions {
  private(set) var settings = Generator.Settings()
  private(set) var stops: [String] = []
  /// Whether each input is answered by a list.
  let isList: Bool

  /// Those that may be given by position, right after the text.
  static let parameters = [
    Parameter(
      "tokens", .integerIn(.from(1)), default: 64,
      aliases: ["max_new_tokens", "max_tokens", "max_length", "length", "n_predict"],
      advice: "the most tokens to add, the text itself not counted"),
    Parameter(
      "temperature", .numberIn(.from(0)), default: 0, aliases: ["do_sample", "sample", "temp"],
      advice: "0 takes the likeliest tokens, above 0 they are drawn"),
    Parameter(
      "seed", .count, default: .none, aliases: ["random_state", "generator", "manual_seed"],
      advice: "without it the script's stream of random numbers gives one"),
    Parameter("top_k", .integerIn(.from(1)), default: .none, aliases: ["topk", "k"]),
  ]

  /// Those that come last.
  static let more = [
    Parameter(
      "top_p", .numberIn(.between(0, 1)), default: .none,
      aliases: ["topp", "nucleus", "p", "nucleus_sampling"]),
    Parameter("min_p", .numberIn(.between(0, 1)), default: .none, aliases: ["minp"]),
    Parameter(
      "repetition_penalty", .numberIn(.above(0)), default: 1,
      aliases: [
        "penalty", "repeat_penalty", "presence_penalty", "frequency_penalty",
        "no_repeat_ngram_size",
      ],
      advice: "above 1 tokens that the text already has are less likely, 1 changes nothing"),
    Parameter(
      "stop", .string.or(.list(.string)), default: .none,
      aliases: [
        "stop_strings", "stop_sequences", "stop_sequence", "stopping_criteria", "until", "end",
        "eos_token_id", "eos_token",
      ], advice: "one string or several, before which the text is cut"),
    Parameter(
      "samples", .integerIn(.between(1, 10_000)), default: .none,
      aliases: ["num_return_sequences", "n", "num_samples", "num_sequences", "best_of", "count"],
      advice: "that many texts, in a list"),
    Parameter(
      "beams", .integerIn(.between(1, 64)), default: 1,
      aliases: ["num_beams", "beam", "beam_size", "beam_width", "early_stopping"],
      advice: "above 1 the likeliest text is searched for with that many at a time"),
    Parameter("length_penalty", .number, default: 1, aliases: ["len_penalty"]),
  ]

  /// - Parameter vocabulary: V, the size of the vocabulary.
  init(_ call: Call, vocabulary: Int) throws {
    func index(_ name: String) throws -> Int {
      guard let index = call.builtin.parameters.firstIndex(where: { $0.name == name }) else {
        preconditionFailure("generate has no parameter \(name)")
      }
      return index
    }
    func number(_ name: String) throws -> Double? {
      let index = try index(name)
      return call.has(index) ? try call.number(index) : nil
    }
    func integer(_ name: String) throws -> Int? {
      let index = try index(name)
      return call.has(index) ? try call.integer(index) : nil
    }
    settings.tokens = try integer("tokens") ?? settings.tokens
    settings.temperature = try number("temperature") ?? 0
    // What is drawn differs from call to call, and a script stays reproducible.
    let drawn = settings.temperature > 0 ? call.context.random : nil
    settings.seed = UInt64(try integer("seed") ?? drawn?.seed() ?? 0)
    settings.topK = try integer("top_k")
    settings.topP = try number("top_p")
    settings.minP = try number("min_p")
    settings.repetitionPenalty = try number("repetition_penalty") ?? 1
    settings.beams = try integer("beams") ?? 1
    settings.lengthPenalty = try number("length_penalty") ?? 1
    let samples = try integer("samples")
    isList = samples != nil
    settings.samples = samples ?? 1
    let stop = try index("stop")
    switch call[stop] {
    case .string(let text): stops = [text]
    case .list(let items):
      stops = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
    default: break
    }
    guard !stops.contains("") else {
      throw Fault(
        "`stop` has an empty string, which every text begins with", hint: "such as \"\\n\"",
        at: .argument(stop))
    }
    try check(vocabulary: vocabulary, index)
    warnOfNoEffect(call)
  }

  private func check(vocabulary: Int, _ index: (String) throws -> Int) throws {
    if settings.beams > 1, settings.temperature > 0 {
      throw Fault(
        "`beams` searches for the likeliest text, and `temperature` above 0 draws one",
        hint: "leave one of the two out", at: .argument(try index("beams")))
    }
    if settings.beams * 2 > vocabulary {
      throw Fault(
        "`beams` is \(settings.beams), and the vocabulary has \(vocabulary) tokens",
        hint: "use at most \(max(1, vocabulary / 2))", at: .argument(try index("beams")))
    }
    guard settings.samples > 1, settings.temperature == 0 else { return }
    if settings.beams == 1 {
      throw Fault(
        "all \(settings.samples) samples would be the same text at temperature 0",
        hint: "add `temperature: 1`, or `beams: \(settings.samples)`",
        at: .argument(try index("samples")))
    }
    if settings.samples > settings.beams {
      throw Fault(
        "`samples` is \(settings.samples), and \(settings.beams) beams find as many texts at most",
        hint: "use `beams: \(settings.samples)`", at: .argument(try index("samples")))
    }
  }

  private func warnOfNoEffect(_ call: Call) {
    guard settings.temperature == 0 else { return }
    let given = [
      settings.topK == nil ? nil : "top_k", settings.topP == nil ? nil : "top_p",
      settings.minP == nil ? nil : "min_p",
    ].compactMap(\.self)
    guard let name = given.first else { return }
    call.host.warn("`\(name)` has no effect at temperature 0: add `temperature: 1`\n")
  }
}
