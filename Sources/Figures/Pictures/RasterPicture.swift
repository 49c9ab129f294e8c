import CRsvg

/// A picture of pixels, drawn from SVG by librsvg where the machine has it.
package final class RasterPicture {
  package enum Failure: Error, Equatable {
    /// librsvg can't be loaded, for the reason that the system gives.
    case noLibrary(reason: String)
    case notDrawn(reason: String)
  }

  /// Loaded once; why it can't be, or nil.
  private static let fault: String? = crsvg_load().map { String(cString: $0) }

  /// Whether pictures can be drawn on this machine.
  package static var isAvailable: Bool { fault == nil }

  private let picture: OpaquePointer
  package let width: Int
  package let height: Int

  /// - Parameters:
  ///   - svg: a document.
  ///   - scale: pixels for each of its units.
  package init(svg: String, scale: Double) throws(Failure) {
    if let fault = Self.fault { throw .noLibrary(reason: fault) }
    var reason = [CChar](repeating: 0, count: 256)
    var svg = svg
    let picture = svg.withUTF8 { bytes in
      crsvg_draw(bytes.baseAddress, bytes.count, scale, &reason, reason.count)
    }
    guard let picture else {
      let text = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw .notDrawn(reason: String(decoding: text, as: UTF8.self))
    }
    self.picture = picture
    width = Int(crsvg_width(picture))
    height = Int(crsvg_height(picture))
  }

  deinit { crsvg_free(picture) }

  /// Its file in PNG.
  package func png() throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    let isWritten = withUnsafeMutablePointer(to: &bytes) { bytes in
      crsvg_png(picture, bytes) { context, piece, count in
        context?.assumingMemoryBound(to: [UInt8].self).pointee
          .append(contentsOf: UnsafeBufferPointer(start: piece, count: count))
      }
    }
    guard isWritten != 0 else { throw .notDrawn(reason: "cairo can't write PNG") }
    return bytes
  }

  /// A row of `width` pixels: 0xAARRGGBB.
  func row(_ y: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: crsvg_row(picture, Int32(y)), count: width)
  }
}
