import FileFuzz
import Foundation

/// What the program was asked for.
struct FuzzArguments {
  struct Fault: Error {
    let message: String
  }

  static let usage = """
    usage: pts-fuzz [--seconds N] [--seed N] [--kinds A,B] [--cases N] [--case-seconds N]
                    [--output FOLDER]
           pts-fuzz --case KIND SEED
    kinds: \(FuzzKinds.names.joined(separator: ", "))
    """

  private enum Task {
    case parent
    /// Cases one after the other, told of on stdout, until the time is over.
    case worker(kind: String, first: UInt64)
    case single(kind: String, seed: UInt64)
  }

  private var task = Task.parent
  private var seconds = 600.0
  private var seed: UInt64?
  private var kinds = FuzzKinds.names
  /// Cases of each kind, however much time is left.
  private var cases = Int.max
  private var caseSeconds = 20.0
  private var output = URL(fileURLWithPath: ".build/fuzz")

  init(_ arguments: [String]) throws {
    var left = arguments[...]
    func next(_ option: String) throws -> String {
      guard let value = left.popFirst() else { throw Fault(message: "\(option) needs a value") }
      return value
    }
    func number<T: LosslessStringConvertible>(_ option: String) throws -> T {
      let text = try next(option)
      guard let number = T(text) else { throw Fault(message: "\(option): `\(text)`") }
      return number
    }
    while let option = left.popFirst() {
      switch option {
      case "--seconds": seconds = try number(option)
      case "--seed": seed = try number(option)
      case "--kinds": kinds = try next(option).split(separator: ",").map(String.init)
      case "--cases": cases = try number(option)
      case "--case-seconds": caseSeconds = try number(option)
      case "--output": output = URL(fileURLWithPath: try next(option))
      case "--case": task = .single(kind: try next(option), seed: try number(option))
      case "--worker": task = .worker(kind: try next(option), first: try number(option))
      default: throw Fault(message: "`\(option)` is no option")
      }
    }
  }

  /// Returns the exit status.
  func run() throws -> Int32 {
    switch task {
    case .parent:
      let seed = seed ?? UInt64(Date().timeIntervalSince1970) << 24
      return try FuzzRun(
        kinds: kinds.map(kind), seconds: seconds, seed: seed, cases: cases,
        caseSeconds: caseSeconds, output: output
      ).run() ? 0 : 1
    case .worker(let name, let first):
      FuzzWorker(kind: try kind(name)).run(from: first, seconds: seconds)
      return 0
    case .single(let name, let seed): return try Self.single(kind(name), seed)
    }
  }

  private func kind(_ name: String) throws -> any FuzzKind {
    guard let kind = try FuzzKinds.named(name) else {
      throw Fault(message: "`\(name)` is no kind")
    }
    return kind
  }

  private static func single(_ kind: any FuzzKind, _ seed: UInt64) throws -> Int32 {
    let mutant = try kind.mutant(seed: seed)
    Output.line("\(kind.name) \(seed): from \(mutant.fixture)")
    do {
      Output.line(try FuzzCase(kind).run(mutant).rawValue)
      return 0
    } catch {
      Output.line("\(type(of: error)): \(error)")
      return 1
    }
  }
}
