#if MPI
  import CMPI

  /// The processes that one `mpirun` started. One thread of a process speaks to the others.
  final class MPIGroup: ProcessGroup {
    let rank: Int
    let count: Int
    let localCount: Int

    init() {
      let world = cmpi_join()
      (rank, count, localCount) = (Int(world.rank), Int(world.count), Int(world.local_count))
    }

    func sum(_ values: UnsafeMutableBufferPointer<Float>) {
      guard let base = values.baseAddress else { return }
      cmpi_sum(base, values.count)
    }

    func broadcast(_ bytes: [UInt8], from root: Int) -> [UInt8] {
      var size = bytes.count
      cmpi_broadcast(&size, MemoryLayout<Int>.size, Int32(root))
      var shared = rank == root ? bytes : [UInt8](repeating: 0, count: size)
      cmpi_broadcast(&shared, size, Int32(root))
      return shared
    }

    func gather(_ bytes: [UInt8]) -> [[UInt8]] {
      var sizes = [Int](repeating: 0, count: count)
      withUnsafeBytes(of: bytes.count) { own in
        sizes.withUnsafeMutableBytes {
          cmpi_all_gather(own.baseAddress, $0.baseAddress, MemoryLayout<Int>.size)
        }
      }
      // Short ones, which come with every step, go in one message; long ones one process at a time.
      guard let longest = sizes.max(), longest > 0 else { return sizes.map { _ in [] } }
      guard longest <= Self.short else {
        return (0..<count).map { broadcast(bytes, from: $0) }
      }
      let own = bytes + [UInt8](repeating: 0, count: longest - bytes.count)
      var all = [UInt8](repeating: 0, count: longest * count)
      cmpi_all_gather(own, &all, longest)
      return sizes.enumerated().map {
        Array(all[$0.offset * longest..<$0.offset * longest + $0.element])
      }
    }

    private static let short = 1 << 16

    func leave(_ status: Int32, report: () -> Void) {
      // Of several that fail apart, the first to lose patience speaks for all.
      let patience = status == 0 ? -1 : 2 + 0.1 * Double(rank)
      let reporter = cmpi_meet(status, patience)
      // The first process has reported its own already.
      if rank > 0, reporter == rank || reporter == cmpi_timed_out { report() }
      if reporter == cmpi_timed_out { cmpi_abort(status) }
      cmpi_leave()
    }
  }
#endif
