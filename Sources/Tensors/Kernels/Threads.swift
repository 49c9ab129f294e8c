import CKernels
import Synchronization

/// The engine's threads, among which work is divided the same way every time.
package enum Threads {
  private static let chosen = Atomic<Int>(0)

  /// How many threads work at once; by default one for each processor that the process may use.
  package static var count: Int {
    get {
      let count = chosen.load(ordering: .relaxed)
      return count > 0 ? count : processors
    }
    set { chosen.store(max(1, min(newValue, 1024)), ordering: .relaxed) }
  }

  private static let processors = Int(max(1, kernel_processors()))

  private struct Job {
    let share: (_ worker: Int) -> Void
  }

  /// Divides 0 ..< count evenly among the threads, each share at least a grain; the same count and
  /// number of threads always give the same division. Inside another parallel call it runs in
  /// place.
  /// - Parameter block: how much a thread does before it looks whether the work is given up.
  package static func parallel(
    _ count: Int, grain: Int, block: Int? = nil, _ body: (Range<Int>) -> Void
  ) {
    guard Interrupt.isStoppable else { return divide(count, grain: grain, body) }
    let block = max(1, block ?? 64 * max(1, grain))
    divide(count, grain: grain) { share in
      var start = share.lowerBound
      while start < share.upperBound, !Interrupt.isRaised {
        let end = min(share.upperBound, start + block)
        body(start..<end)
        start = end
      }
    }
  }

  private static func divide(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    guard count > 0 else { return }
    let shares = count / max(1, grain)
    guard shares > 1, kernel_is_parallel() == 0 else { return body(0..<count) }
    let workers = min(shares, self.count)
    guard workers > 1 else { return body(0..<count) }
    withoutActuallyEscaping(body) { body in
      let share: (Int) -> Void = {
        body(count * $0 / workers..<count * ($0 + 1) / workers)
      }
      withUnsafePointer(to: Job(share: share)) { job in
        kernel_parallel(
          UInt32(workers),
          { context, worker in
            guard let job = context?.assumingMemoryBound(to: Job.self) else { return }
            job.pointee.share(Int(worker))
          }, UnsafeMutableRawPointer(mutating: job))
      }
    }
  }

  /// Divides a grid among the threads: into as many stretches of at least `leastRows` rows as there
  /// are, the rest into columns.
  /// - Parameter grain: cells that make a thread's share worth waking it for.
  static func parallelGrid(
    rows: Int, columns: Int, leastRows: Int, grain: Int,
    _ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void
  ) {
    let parts = max(1, min(count, rows * columns / max(1, grain)))
    let high = (1...parts).last { parts % $0 == 0 && rows / $0 >= leastRows } ?? 1
    let wide = parts / high
    parallel(parts, grain: 1) { range in
      for part in range {
        let (row, column) = (part / wide, part % wide)
        let (rows, columns) = (
          rows * row / high..<rows * (row + 1) / high,
          columns * column / wide..<columns * (column + 1) / wide
        )
        if !rows.isEmpty, !columns.isEmpty { body(rows, columns) }
      }
    }
  }

  /// Divides the longer side of a product [m, k] · [k, n], in the units of oneDNN's kernels: 48
  /// columns, 8 rows.
  static func parallelLongerSide(
    m: Int, n: Int, k: Int, _ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void
  ) {
    if n >= m {
      parallelColumns(n, panel: 48, m: m, k: k) { body(0..<m, $0) }
    } else {
      parallelColumns(m, panel: 8, m: n, k: k) { body($0, 0..<n) }
    }
  }

  /// Divides the n columns of a product [m, k] · [k, n], in whole panels.
  static func parallelColumns(
    _ n: Int, panel: Int, m: Int, k: Int, _ body: (_ columns: Range<Int>) -> Void
  ) {
    // Reading a value of the matrix takes as long as multiplying it with about sixteen rows.
    let grain = rowGrain(panel * k * max(1, m / 16))
    // Wide enough that what the whole block reads is worth preparing, and well below a second.
    let block = max(480 / panel, (1 << 30) / max(1, panel * k * m))
    parallel((n + panel - 1) / panel, grain: grain, block: block) {
      body($0.lowerBound * panel..<min(n, $0.upperBound * panel))
    }
  }
}
