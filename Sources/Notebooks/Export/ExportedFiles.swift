/// What an export writes: the document, and for formats that can't hold pictures these beside it.
package struct ExportedFiles {
  package let text: String
  /// Relative to the document.
  package var pictures: [(path: String, text: String)] = []

  /// - Parameters:
  ///   - pictureFolder: where the document's pictures are to be, relative to it; nil where none can be.
  ///   - script: the script's path as the document's folder has it.
  ///   - image: a picture file that the prose shows, as an address that holds it.
  package init(
    _ document: NotebookDocument, as format: ExportFormat, pictureFolder: String?, script: String?,
    image: @escaping (_ address: String) -> String?
  ) {
    switch format {
    case .html: text = HTMLPage(document, image: image).text
    case .ipynb: text = JupyterNotebook(document, script: script).json.indented() + "\n"
    case .md:
      let page = MarkdownPage(document, pictureFolder: pictureFolder)
      (text, pictures) = (page.text, page.pictures)
    }
  }
}
