/// A process that nobody works beside.
package struct SoleProcess: ProcessGroup {
  package init() {}

  package var rank: Int { 0 }
  package var count: Int { 1 }
  package var localCount: Int { 1 }

  package func sum(_ values: UnsafeMutableBufferPointer<Float>) {}
  package func broadcast(_ bytes: [UInt8], from root: Int) -> [UInt8] { bytes }
  package func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }
}
