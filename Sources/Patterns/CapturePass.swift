/// Finds the groups of a match whose ends are known, with all its paths side by side (Pike): a path
/// that is preferred comes first, and no step is entered twice at one byte.
struct CapturePass {
  private struct Thread {
    let step: Int
    let slots: [Int]
  }

  private let program: PatternProgram
  private let text: UnsafeBufferPointer<UInt8>
  private let groupCount: Int
  /// The byte at which each step was entered last.
  private var entered: [Int]
  private var threads: [Thread] = []

  init(_ program: PatternProgram, _ text: UnsafeBufferPointer<UInt8>, _ groupCount: Int) {
    self.program = program
    self.text = text
    self.groupCount = groupCount
    entered = []
  }

  mutating func groups(of match: Range<Int>) -> [Range<Int>?] {
    entered = Array(repeating: -1, count: program.steps.count)
    threads = []
    var result: [Int]?
    enter(0, Array(repeating: -1, count: 2 * groupCount + 2), match.lowerBound)
    var position = match.lowerBound
    while true {
      if position == match.upperBound {
        result =
          threads.first { if case .match = program.steps[$0.step] { true } else { false } }?
          .slots
        break
      }
      let (scalar, width) = UTF8Text.scalar(text, at: position)
      let current = threads
      threads = []
      position += width
      for thread in current {
        switch program.steps[thread.step] {
        case .one(let set) where set.contains(scalar):
          enter(thread.step + 1, thread.slots, position)
        case .many(let set, _) where set.contains(scalar):
          enter(thread.step, thread.slots, position)
        default: break
        }
      }
    }
    guard let result else { return Array(repeating: nil, count: groupCount) }
    return (1...max(1, groupCount)).prefix(groupCount).map { group in
      let (lower, upper) = (result[2 * group], result[2 * group + 1])
      return lower >= 0 && upper >= lower ? lower..<upper : nil
    }
  }

  /// Follows the steps that read nothing, the preferred first.
  private mutating func enter(_ first: Int, _ slots: [Int], _ position: Int) {
    var pending = [Thread(step: first, slots: slots)]
    while let thread = pending.popLast() {
      let step = thread.step
      if entered[step] == position { continue }
      entered[step] = position
      func go(_ target: Int, _ slots: [Int]) { pending.append(Thread(step: target, slots: slots)) }
      switch program.steps[step] {
      case .one, .match: threads.append(thread)
      case .many:
        threads.append(thread)
        go(step + 1, thread.slots)
      case .jump(let target): go(target, thread.slots)
      case .split(let first, let second, _), .loop(let first, let second, _, _):
        go(second, thread.slots)
        go(first, thread.slots)
      case .save(let slot):
        var slots = thread.slots
        slots[slot] = position
        go(step + 1, slots)
      case .assert(let assertion):
        if assertion.holds(text, 0..<text.count, at: position) { go(step + 1, thread.slots) }
      case .lookahead(let set, let negative):
        let found =
          position < text.count && set.contains(UTF8Text.scalar(text, at: position).scalar)
        if found != negative { go(step + 1, thread.slots) }
      }
    }
  }
}
