import Diagnostics
import JSON

/// Why a file can't be read as a Jupyter notebook.
package enum JupyterNotebookError: Error {
  case notJSON(JSONFault)
  case notANotebook
  case otherVersion(Int)
  case tooManyCells(Int)
  /// Counted from 1.
  case malformedCell(Int, String)
  /// There is nothing in it to compare results with.
  case withoutRecord

  package func diagnostic(file name: String) -> Diagnostic {
    switch self {
    case .notJSON(let fault):
      Diagnostic(
        "`\(name)` isn't a notebook: \(fault.description)",
        hint: "a Jupyter notebook is a file in JSON")
    case .notANotebook:
      Diagnostic(
        "`\(name)` isn't a notebook: it has no `nbformat` and `cells`",
        hint: "name a file that Jupyter has written")
    case .otherVersion(let version):
      Diagnostic(
        "`\(name)` has nbformat \(version); pts reads nbformat 4",
        hint: "`jupyter nbconvert --to notebook \(name)` writes it as one")
    case .tooManyCells(let limit):
      Diagnostic("`\(name)` has more than \(limit) cells", hint: "divide it")
    case .malformedCell(let index, let reason):
      Diagnostic(
        "`\(name)` is damaged: cell \(index) \(reason)",
        hint: "open it in Jupyter and save it again")
    case .withoutRecord:
      Diagnostic(
        "`\(name)` has no cells of pts that have been run",
        hint: "run it in Jupyter, or export it from its script: `pts export FILE.pts --to ipynb`")
    }
  }
}
