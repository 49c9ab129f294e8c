import Crypto
import Figures
import Files
import Foundation
import Runs

/// What a result depends on, piece by piece: the store knows the result by a hash of all of it.
struct ResultKey {
  private var hash = SHA256()

  /// - Parameters:
  ///   - kind: what the result is; another layout of it is another kind.
  init(kind: String) { add(kind) }

  /// A piece; where one ends is part of the hash.
  mutating func add(_ text: String) {
    hash.update(data: Data("\(text.utf8.count) ".utf8))
    hash.update(data: Data(text.utf8))
  }

  mutating func add(_ numbers: [Int32]) {
    add("\(numbers.count) numbers")
    numbers.withUnsafeBytes { hash.update(bufferPointer: $0) }
  }

  fileprivate var key: RunKey {
    guard let key = RunKey(hash.finalize().hexadecimal) else {
      preconditionFailure("a SHA-256 has 64 digits")
    }
    return key
  }
}

extension Engine {
  /// A result that takes long: the store's, which is said once a session, or else computed and kept. What took less than
  /// `leastSeconds` isn't kept, and failures never are.
  ///
  /// To cache another kind of result, make a `ResultKey` of all that it depends on, and call this.
  ///
  /// - Parameters:
  ///   - kind: one word for it, `score`.
  ///   - name: what is said of it: `scoring first on reviews.test`.
  ///   - key: everything that decides it; evaluated only where there is a store.
  ///   - isWhole: whether what the store holds can be such a result: its file may be anybody's.
  func cached<Result: Codable>(
    _ kind: String, _ name: String, key: () throws -> ResultKey,
    isWhole: (Result) -> Bool = { _ in true }, compute: () throws -> Result
  ) throws -> Result {
    // Several processes would have to agree on what the first one's store has.
    guard let store, ranks.isSingle else { return try compute() }
    let key = try key().key
    if !forcesRuns, let stored = try store.result(key, kind: kind),
      let result = try? Self.decoder.decode(Result.self, from: stored.content), isWhole(result)
    {
      if knownResults.insert(key).inserted {
        environment.observer.note(
          "\(name) · cached · ran \(Moment.text(stored.made)) · \(Numeral.duration(stored.seconds))"
        )
      }
      return result
    }
    let started = ContinuousClock.now
    let result = try compute()
    knownResults.insert(key)
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    guard seconds >= Self.leastSeconds else { return result }
    try store.keep(
      StoredResult(
        kind: kind, name: name, content: try Self.encoder.encode(result), seconds: seconds),
      as: key)
    return result
  }

  /// Less isn't worth a line that says where it came from. A script has many scores of a quarter of a second,
  /// so that is more.
  private static let leastSeconds = 0.05

  private static let notFinite = (infinity: "inf", negative: "-inf", nan: "nan")

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: notFinite.infinity, negativeInfinity: notFinite.negative, nan: notFinite.nan
    )
    return encoder
  }

  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: notFinite.infinity, negativeInfinity: notFinite.negative, nan: notFinite.nan
    )
    return decoder
  }
}
