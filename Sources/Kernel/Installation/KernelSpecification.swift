import Files
import Foundation
import JSON

/// The folder by which Jupyter finds the kernel: `share/jupyter/kernels/pts`.
package struct KernelSpecification {
  package enum Place {
    /// Of the user, for every Jupyter.
    case user
    /// Of one Jupyter: the folder of a virtual environment or of an installation.
    case prefix(String)
  }

  package enum Fault: Error {
    /// There is another program's kernel of that name.
    case foreign(URL)
    case absent(URL)
    case file(FileError)
  }

  package let folder: URL
  private static let file = "kernel.json"

  package init(_ place: Place, environment: [String: String]) {
    let data: URL
    switch place {
    case .prefix(let prefix):
      data = URL(
        fileURLWithPath: (prefix as NSString).expandingTildeInPath, isDirectory: true
      ).appendingPathComponent("share/jupyter")
    case .user:
      func path(_ name: String) -> URL? {
        environment[name].flatMap {
          $0.hasPrefix("/") ? URL(fileURLWithPath: $0, isDirectory: true) : nil
        }
      }
      let home = path("HOME") ?? URL(fileURLWithPath: NSHomeDirectory(), isDirectory: true)
      data =
        path("JUPYTER_DATA_DIR")
        ?? (path("XDG_DATA_HOME") ?? home.appendingPathComponent(".local/share"))
        .appendingPathComponent("jupyter")
    }
    folder = data.appendingPathComponent("kernels/pts", isDirectory: true)
  }

  /// - Parameters:
  ///   - program: the absolute path of pts.
  ///   - variables: set for each kernel that is started.
  package func install(program: String, variables: [(name: String, value: String)]) throws(Fault) {
    try checkOwner()
    do throws(FileError) {
      try Folder.create(folder)
      let text = Self.content(program, variables).indented() + "\n"
      try AtomicFile.write(Data(text.utf8), to: folder.appendingPathComponent(Self.file))
    } catch {
      throw .file(error)
    }
  }

  package func uninstall() throws(Fault) {
    guard FileManager.default.fileExists(atPath: folder.path) else { throw .absent(folder) }
    try checkOwner()
    do {
      try FileManager.default.removeItem(at: folder)
    } catch {
      throw .file(.unwritable(file: folder, reason: error.localizedDescription))
    }
  }

  private static func content(
    _ program: String, _ variables: [(name: String, value: String)]
  ) -> JSONValue {
    .record([
      "argv": .array(
        [program, "kernel", "run", "{connection_file}"].map { .text($0) }),
      "display_name": .text("pts"), "language": .text("pts"),
      "interrupt_mode": .text("message"), "kernel_protocol_version": .text(protocolVersion),
      "env": .object(
        variables.map { JSONMember(key: Array($0.name.utf8), value: .text($0.value)) }),
      "metadata": .record(["supported_features": .array([.text("kernel subshells")])]),
    ])
  }

  /// Throws where the folder is there and another program has made it.
  private func checkOwner() throws(Fault) {
    let file = folder.appendingPathComponent(Self.file)
    guard let data = try? Data(contentsOf: file) else { return }
    let words = (try? JSONValue(parsing: data))?["argv"]?.array?.compactMap(\.string) ?? []
    guard words.dropFirst().prefix(2) == ["kernel", "run"] else { throw .foreign(folder) }
  }
}

extension KernelSpecification.Fault {
  package var message: String {
    switch self {
    case .foreign(let folder): "`\(folder.path)` is the kernel of another program"
    case .absent(let folder): "no kernel is installed in `\(folder.path)`"
    case .file(let error): error.description
    }
  }

  package var hint: String? {
    switch self {
    case .foreign: "move it away first"
    case .absent: "`--prefix` names the folder that it was installed in"
    case .file: nil
    }
  }
}
