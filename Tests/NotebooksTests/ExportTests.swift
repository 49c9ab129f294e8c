import Diagnostics
import Mutation
import Notebooks
import XCTest

/// What a script that has run becomes as a page, a notebook and Markdown, and what comes back.
final class ExportTests: SessionTestCase {
  private func document(_ text: String) throws -> NotebookDocument {
    let session = session()
    let recorder = SessionRecorder(session)
    let file = file(text)
    XCTAssertEqual(session.run(file: file), .finished, "\(gists())")
    return NotebookDocument(
      file, cells: session.cells, records: recorder.records, arguments: [])
  }

  private func exported(
    _ text: String, _ format: ExportFormat, pictureFolder: String? = nil
  ) throws -> ExportedFiles {
    ExportedFiles(
      try document(text), as: format, pictureFolder: pictureFolder, script: "test.pts",
      image: { $0 == "shown.png" ? "data:image/png;base64,AAAA" : nil })
  }

  private static let script = """
    #!/usr/bin/env pts
    # %% [markdown]
    # # Moods & <b>more</b>
    #
    # ## A *part*
    # A [page](https://example.org/?a=1&b="2"), a [trap](javascript:alert(1)), ![seen](shown.png)
    # and ![not](https://example.org/x.png).
    #
    # | a | b |
    # | --- | ---: |
    # | 1 | `2` |

    # %% Rows & <more> `of_code`
    let rows = [{a: 1, b: "<i>"}, {a: 22, b: "`"}]  # a comment
    print("<script>alert(1)</script>", "tab\\tbed")
    warn("careful")
    rows

    # %%
    plot([3, 2, 1], title: "down")

    """

  func testAPage() throws {
    let page = try exported(Self.script, .html).text
    func assertHas(_ part: String, line: UInt = #line) {
      XCTAssertTrue(page.contains(part), "\(part) in\n\(page)", line: line)
    }
    assertHas("<title>Moods &amp; &lt;b&gt;more&lt;/b&gt;</title>")
    assertHas("<h2 id=\"a-part\">A <em>part</em></h2>")
    assertHas("<a href=\"https://example.org/?a=1&amp;b=&quot;2&quot;\">page</a>, a trap, ")
    assertHas("<img src=\"data:image/png;base64,AAAA\" alt=\"seen\">")
    assertHas("<a href=\"https://example.org/x.png\">not</a>")
    assertHas("<td style=\"text-align:right\"><code>2</code></td>")
    assertHas("<section class=\"cell\" id=\"cell-1\" aria-label=\"cell 1\">")
    assertHas("[1]</a> Rows &amp; &lt;more&gt; <code>of_code</code></p>")
    assertHas("<span class=\"x\"># a comment</span>")
    assertHas("&lt;script&gt;alert(1)&lt;/script&gt; tab\tbed</pre>")
    assertHas("<pre class=\"remark\" tabindex=\"0\">careful</pre>")
    assertHas("<td>&lt;i&gt;</td>")
    assertHas("<title>down</title>")
    assertHas("<desc>Line chart of values against their positions.")
    assertHas("@media (prefers-color-scheme:dark)")
    assertHas("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
    // Nothing from elsewhere, and nothing that runs.
    for part in ["<script", "javascript:", "<link", "@import", "url(", "<iframe", " src=\"http"] {
      XCTAssertFalse(page.contains(part), part)
    }
    assertBalanced(page)
  }

  /// Every element that is opened is closed, in order.
  private func assertBalanced(_ page: String, line: UInt = #line) {
    let empty: Set = ["meta", "img", "br", "hr", "rect", "path", "circle", "line", "!DOCTYPE"]
    var open: [String] = []
    for part in page.split(separator: "<").dropFirst() {
      let tag = part.prefix { $0 != ">" }
      let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
      if tag.hasPrefix("/") {
        XCTAssertEqual(open.popLast(), String(tag.dropFirst()), line: line)
      } else if !tag.hasSuffix("/"), !empty.contains(name) {
        open.append(name)
      }
    }
    XCTAssertEqual(open, [], line: line)
  }

  func testMarkdownWithPictures() throws {
    let files = try exported(Self.script, .md, pictureFolder: "test_files")
    XCTAssertTrue(files.text.hasPrefix("# Moods & <b>more</b>\n\n## A *part*\n"), files.text)
    XCTAssertTrue(
      files.text.contains("*Rows \\& \\<more\\> `of_code`*\n\n```pts\nlet rows"), files.text)
    XCTAssertTrue(files.text.contains("| a | b |\n| ---: | --- |\n| 1 | \\<i\\> |\n| 22 | \\` |\n"))
    XCTAssertTrue(
      files.text.contains("![Line chart of values against their positions."), files.text)
    XCTAssertTrue(files.text.contains("](test_files/figure-1.svg)\n"), files.text)
    XCTAssertEqual(files.pictures.map(\.path), ["test_files/figure-1.svg"])
    XCTAssertTrue(files.pictures[0].text.hasPrefix("<svg"))
    XCTAssertTrue(try exported(Self.script, .md).text.contains("```text\ndown\n3.0 ┤"))
    let fenced = try exported("print(\"```\")", .md).text
    XCTAssertTrue(fenced.contains("````text\n```\n````"), fenced)
  }

  func testANotebookComesBack() throws {
    let texts = [
      Self.script, "let a = 1", "let a = 1\n\n\n# %% b\n\n\na", "# %%\n",
      "\n\n# %%  Odd   title \n1\n",
      "#!/usr/bin/env pts\n# comment\n\n# %% x\n#%% [markdown] y\n#words\n#  more\nlet odd = 1\n",
      "# %% [markdown]\n# \\%% no cell\n#\n# end   \n",
      "#!/usr/bin/env pts\r\n# %% a\r\nprint(1)\r\n",
      "let é = \"日本 \\u{1F600}\"; é\n",
    ]
    for text in texts {
      let notebook = try exported(text, .ipynb).text
      let back = try NotebookImport(Array(notebook.utf8))
      XCTAssertEqual(
        Array(back.text.utf8), Array(text.utf8), "\(text.debugDescription)\n\(notebook)")
      XCTAssertEqual(back.remarks, [])
    }
  }

  /// Somebody has worked on it in Jupyter since.
  func testAChangedNotebookComesBackChanged() throws {
    let notebook = try exported("#!/usr/bin/env pts\n\n\n# %% One\n\n\nlet a = 1\n", .ipynb).text
    let changed = notebook.replacingOccurrences(
      of: "\"let a = 1\"", with: "\"let a = 2\\n\", \"a\""
    )
    .replacingOccurrences(of: "# %% One", with: "# %% Two")
    XCTAssertNotEqual(changed, notebook)
    XCTAssertEqual(
      try NotebookImport(Array(changed.utf8)).text,
      "#!/usr/bin/env pts\n\n\n# %% Two\nlet a = 2\na\n")
  }

  // MARK: Notebooks of others

  private func foreign(_ cells: String, _ more: String = "") -> String {
    """
    {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3",
    "language": "python", "display_name": "Python 3"}}\(more), "cells": [\(cells)]}
    """
  }

  func testOtherKernelsCodeIsText() throws {
    let notebook = foreign(
      """
      {"cell_type": "markdown", "source": ["# Title\\n", "\\n", "%% odd"], "attachments": {"a.png": {}}},
      {"cell_type": "code", "source": "x = 1\\n# %% not a cell\\n```", "outputs": []},
      {"cell_type": "raw", "source": ""}
      """)
    let back = try NotebookImport(Array(notebook.utf8))
    XCTAssertEqual(
      back.text,
      """
      #!/usr/bin/env pts
      # %% [markdown]
      # # Title
      #
      # \\%% odd

      # %% [markdown]
      # ````python
      # x = 1
      # # %% not a cell
      # ```
      # ````

      # %% [markdown]
      # ```
      #
      # ```

      """)
    XCTAssertEqual(
      back.remarks,
      [
        "cell 1: its pictures are left out",
        "the notebook's language is `python`, which pts can't run: its cell of code is kept as text "
          + "in prose",
      ])
    let session = session()
    XCTAssertEqual(session.run(file: file(back.text)), .finished)
    XCTAssertEqual(session.cells.count, 3)
  }

  func testHostileNotebooks() {
    let deep = String(repeating: "[", count: 100_000)
    let cases = [
      ("", "isn't a notebook"), ("not json", "isn't a notebook"), (deep, "isn't a notebook"),
      ("[]", "isn't a notebook"), ("{\"nbformat\": 4}", "isn't a notebook"),
      ("{\"nbformat\": 3, \"worksheets\": []}", "has nbformat 3"),
      ("{\"nbformat\": 4, \"cells\": {}}", "isn't a notebook"),
      (foreign("1"), "is damaged: cell 1"),
      (foreign("{\"cell_type\": \"x\"}"), "is damaged: cell 1"),
      (foreign("{\"cell_type\": \"code\", \"source\": [1]}"), "is damaged: cell 1"),
      (
        foreign(
          Array(repeating: "{\"cell_type\":\"raw\",\"source\":\"\"}", count: 20_001)
            .joined(separator: ",")), "has more than 20000 cells"
      ),
    ]
    for (text, message) in cases {
      do throws(JupyterNotebookError) {
        let back = try NotebookImport(Array(text.utf8))
        XCTFail("\(text.prefix(80)) became \(back.text)")
      } catch {
        let diagnostic = error.diagnostic(file: "x.ipynb")
        XCTAssertTrue(diagnostic.message.contains(message), diagnostic.message)
        XCTAssertNotNil(diagnostic.hint)
      }
    }
    // A name that is written to be a cell, and a head that would be code, are text.
    let odd = foreign(
      "{\"cell_type\": \"markdown\", \"source\": \"a\", \"metadata\": {\"title\": \"x\\nexit()\"}}")
    XCTAssertEqual(
      try? NotebookImport(Array(odd.utf8)).text,
      "#!/usr/bin/env pts\n# %% [markdown] x exit()\n# a\n")
  }

  /// Whatever bytes change, a notebook is read or refused.
  func testBrokenNotebooks() throws {
    let notebook = Array(try exported(Self.script, .ipynb).text.utf8)
    let mutator = FileMutator(words: ["pts", "cells", "source", "text", "head", "code", "nbformat"])
    var draw = Draw(seed: 5)
    var readCount = 0
    for _ in 0..<400 {
      let changed = mutator.json(notebook, &draw)
      if (try? NotebookImport(changed)) != nil { readCount += 1 }
      _ = try? RecordedNotebook(changed)
    }
    XCTAssertGreaterThan(readCount, 20)
    XCTAssertLessThan(readCount, 400)
  }
}
