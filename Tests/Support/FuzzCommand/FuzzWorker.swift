import FileFuzz
import Foundation

/// Runs cases in a process of its own, which may die of any.
struct FuzzWorker {
  let kind: any FuzzKind

  /// More than any small file may take, in bytes.
  private static let memoryLimit = 1500 << 20

  /// Tells of each case before and after it: `begin SEED FIXTURE`, then `refused`, `loaded` or
  /// `fault WHY`.
  func run(from first: UInt64, seconds: Double) {
    // What can't be had is to fail at once, not to take the machine down.
    var limit = rlimit(rlim_cur: 6 << 30, rlim_max: 6 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let end = ContinuousClock.now + .seconds(seconds)
    var seed = first
    while ContinuousClock.now < end {
      run(seed)
      seed += 1
    }
  }

  private func run(_ seed: UInt64) {
    let mutant: Mutant
    do {
      mutant = try kind.mutant(seed: seed)
    } catch {
      return Output.line("begin \(seed) ?\nfault no mutant: \(error)")
    }
    Output.line("begin \(seed) \(mutant.fixture)")
    Memory.forgetPeak()
    let before = Memory.peak
    let ending: String
    do {
      ending = try FuzzCase(kind).run(mutant).rawValue
    } catch {
      ending = "fault \(type(of: error)): \(error)".replacing("\n", with: " ")
    }
    let taken = Memory.peak - before
    Output.line(
      taken > Self.memoryLimit ? "fault took \(taken >> 20) MB; otherwise \(ending)" : ending)
  }
}

/// What this process has of the machine's memory.
private enum Memory {
  /// The most so far, in bytes.
  static var peak: Int {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return kilobytes << 10
  }

  /// Lets the peak restart from what is held now.
  static func forgetPeak() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }
}
