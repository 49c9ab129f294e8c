/// Finds a program's matches one after another in time linear in the text.
///
/// It backtracks, and so prefers branches in the order they are written, but remembers for good
/// which step failed at which byte. Without groups to capture, a step's failure depends on nothing
/// else, so the memory holds for every later match too and no work is done twice.
package struct PatternMatcher {
  private enum Frame {
    case alternative(step: Int, position: Int)
    case run(step: Int, start: Int, position: Int, end: Int, memo: Int)
    case failure(position: Int, memo: Int)
    /// The failure of a loop that is under way.
    case loop(position: Int, memo: Int, guarded: Int)
  }

  private let program: PatternProgram
  private let text: UnsafeBufferPointer<UInt8>
  private let range: Range<Int>
  private var failures: [UInt64]
  /// The loops that are under way at each byte.
  private var underWay: [UInt64]
  private var frames: [Frame] = []

  package init(_ program: PatternProgram, _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    self.program = program
    self.text = text
    self.range = range
    failures = Array(repeating: 0, count: ((range.count + 1) * program.memoCount + 63) / 64)
    underWay = Array(repeating: 0, count: ((range.count + 1) * program.guardCount + 63) / 64)
  }

  package mutating func forEach(_ body: (Range<Int>) -> Void) {
    var position = range.lowerBound
    while position < range.upperBound {
      if let end = match(at: position) {
        body(position..<end)
        position = end
      } else {
        position += UTF8Text.width(text[position])
      }
    }
  }

  /// The end of the match that starts at a byte.
  mutating func match(at start: Int) -> Int? {
    frames.removeAll(keepingCapacity: true)
    var step = 0
    var position = start
    while true {
      var failed = false
      switch program.steps[step] {
      case .match:
        leaveLoops()
        return position
      case .jump(let target): step = target
      case .save: step += 1
      case .assert(let assertion):
        failed = !assertion.holds(text, range, at: position)
        step += 1
      case .one(let set):
        if position < range.upperBound {
          let (scalar, width) = UTF8Text.scalar(text, at: position)
          failed = !set.contains(scalar)
          position += width
          step += 1
        } else {
          failed = true
        }
      case .lookahead(let set, let negative):
        let found =
          position < range.upperBound && set.contains(UTF8Text.scalar(text, at: position).scalar)
        failed = found == negative
        step += 1
      case .split(let first, let second, let memo):
        if hasFailed(memo, position) {
          failed = true
        } else {
          frames.append(.failure(position: position, memo: memo))
          frames.append(.alternative(step: second, position: position))
          step = first
        }
      case .loop(let first, let second, let memo, let guarded):
        if hasFailed(memo, position) || isUnderWay(guarded, position) {
          failed = true
        } else {
          setUnderWay(guarded, position, true)
          frames.append(.loop(position: position, memo: memo, guarded: guarded))
          frames.append(.alternative(step: second, position: position))
          step = first
        }
      case .many(let set, let memo):
        if hasFailed(memo, position) {
          failed = true
        } else {
          let start = position
          while position < range.upperBound {
            let (scalar, width) = UTF8Text.scalar(text, at: position)
            // Where a run from here on is known to fail, so is stopping anywhere behind.
            if !set.contains(scalar) || hasFailed(memo, position + width) { break }
            position += width
          }
          step += 1
          frames.append(
            .run(step: step, start: start, position: position, end: position, memo: memo))
        }
      }
      if failed {
        guard let resumed = backtrack() else { return nil }
        (step, position) = resumed
      }
    }
  }

  private mutating func backtrack() -> (step: Int, position: Int)? {
    while let frame = frames.popLast() {
      switch frame {
      case .alternative(let step, let position): return (step, position)
      case .failure(let position, let memo): remember(memo, position)
      case .loop(let position, let memo, let guarded):
        remember(memo, position)
        setUnderWay(guarded, position, false)
      case .run(let step, let start, let position, let end, let memo):
        if position == start {
          // From anywhere within the run the same ends were tried and failed.
          for position in start...end { remember(memo, position) }
        } else {
          let shorter = position - UTF8Text.scalar(text, before: position).width
          frames.append(
            .run(step: step, start: start, position: shorter, end: end, memo: memo))
          return (step, shorter)
        }
      }
    }
    return nil
  }

  /// After a match: those that it went through are no longer under way.
  private mutating func leaveLoops() {
    guard program.guardCount > 0 else { return }
    for case .loop(let position, _, let guarded) in frames { setUnderWay(guarded, position, false) }
  }

  private func isUnderWay(_ guarded: Int, _ position: Int) -> Bool {
    let bit = guarded * (range.count + 1) + position - range.lowerBound
    return underWay[bit >> 6] >> UInt64(bit & 63) & 1 != 0
  }

  private mutating func setUnderWay(_ guarded: Int, _ position: Int, _ flag: Bool) {
    let bit = guarded * (range.count + 1) + position - range.lowerBound
    if flag {
      underWay[bit >> 6] |= 1 << UInt64(bit & 63)
    } else {
      underWay[bit >> 6] &= ~(1 << UInt64(bit & 63))
    }
  }

  private func hasFailed(_ memo: Int, _ position: Int) -> Bool {
    let bit = memo * (range.count + 1) + position - range.lowerBound
    return failures[bit >> 6] >> UInt64(bit & 63) & 1 != 0
  }

  private mutating func remember(_ memo: Int, _ position: Int) {
    let bit = memo * (range.count + 1) + position - range.lowerBound
    failures[bit >> 6] |= 1 << UInt64(bit & 63)
  }
}
