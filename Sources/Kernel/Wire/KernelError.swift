import Files

/// Why a kernel can't start, or go on.
package enum KernelError: Error {
  /// libzmq isn't there or can't be used.
  case library(reason: String)
  case connectionFile(path: String, problem: ConnectionProblem)
  case address(String, reason: String)
  case socket(reason: String)
  case file(FileError)

  package enum ConnectionProblem: Equatable, Sendable {
    case unreadable(String)
    case notJSON(String)
    case missing(field: String)
    case port(field: String)
    case transport(String)
    case signatureScheme(String)
  }

  package var message: String {
    switch self {
    case .library(let reason): "ZeroMQ can't be loaded: \(reason)"
    case .connectionFile(let path, let problem): "the connection file `\(path)` \(problem.clause)"
    case .address(let address, let reason): "\(address) can't be listened at: \(reason)"
    case .socket(let reason): "a socket can't be used: \(reason)"
    case .file(let error): error.description
    }
  }

  package var hint: String? {
    switch self {
    case .library:
      "install libzmq (Debian: apt-get install libzmq5), or set PTS_LIBZMQ to the path of libzmq.so.5"
    case .connectionFile:
      "Jupyter writes this file; `pts kernel install` is how a notebook finds the kernel"
    case .address, .socket, .file: nil
    }
  }
}

extension KernelError.ConnectionProblem {
  fileprivate var clause: String {
    switch self {
    case .unreadable(let reason): "can't be read: \(reason)"
    case .notJSON(let reason): "isn't JSON: \(reason)"
    case .missing(let field): "has no text `\(field)`"
    case .port(let field): "has no `\(field)` from 1 to 65535"
    case .transport(let name): "wants the transport \(name.debugDescription); tcp and ipc are known"
    case .signatureScheme(let name):
      "wants signatures by \(name.debugDescription); hmac-sha256 is known"
    }
  }
}
