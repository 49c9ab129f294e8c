import CKernels
import Synchronization

/// The engine's threads: the pool of oneDNN's OpenMP runtime, divided the same way every time.
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
    let body: (Range<Int>) -> Void
  }

  /// Divides 0 ..< count among the threads, in stretches of whole grains; the same count and number
  /// of threads always give the same division. Inside another parallel call it runs in place.
  package static func parallel(_ count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    guard count > 0 else { return }
    let grains = (count + grain - 1) / grain
    let workers = min(grains, self.count)
    guard workers > 1, kernel_is_parallel() == 0 else { return body(0..<count) }
    withoutActuallyEscaping(body) { body in
      let divided: (Range<Int>) -> Void = { worker in
        let first = min(count, grains * worker.lowerBound / workers * grain)
        let last = min(count, grains * worker.upperBound / workers * grain)
        if first < last { body(first..<last) }
      }
      withUnsafePointer(to: Job(body: divided)) { job in
        kernel_parallel(
          UInt32(workers),
          { context, worker in
            guard let job = context?.assumingMemoryBound(to: Job.self) else { return }
            job.pointee.body(Int(worker)..<Int(worker) + 1)
          }, UnsafeMutableRawPointer(mutating: job))
      }
    }
  }

  /// Divides the n columns of a product of some rows, in whole panels.
  static func parallelColumns(
    _ n: Int, panel: Int, rows: Int, _ body: (_ columns: Range<Int>) -> Void
  ) {
    parallel((n + panel - 1) / panel, grain: rowGrain(panel * rows)) {
      body($0.lowerBound * panel..<min(n, $0.upperBound * panel))
    }
  }
}
