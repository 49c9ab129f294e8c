import Foundation
import Script

/// What a host of this engine gives the calls of its functions.
protocol EngineOwner: Script.Host {
  var engine: Engine { get }
}

extension Call {
  var engine: Engine {
    guard let host = host as? any EngineOwner else {
      preconditionFailure("a host of another engine")
    }
    return host.engine
  }

  /// The file that a path argument means.
  func url(_ index: Int) throws -> URL {
    let path = try string(index)
    guard !path.isEmpty else {
      throw Fault("the path is empty", hint: "name a folder", at: .argument(index))
    }
    return engine.url(path, usedIn: range.file)
  }
}
