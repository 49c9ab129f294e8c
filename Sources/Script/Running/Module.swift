/// A file that another one uses: run once, its names then belong to both.
final class Module {
  let cells: [CellCode]
  let globals: [String: Binding]
  @exclusivity(unchecked) var hasRun = false

  private init(cells: [CellCode], globals: [String: Binding]) {
    self.cells = cells
    self.globals = globals
  }

  /// The code of a program's own cells, with that of the files that it uses.
  static func cells(of file: ResolvedFile, _ interpreter: Interpreter) -> [CellCode] {
    var made: [ObjectIdentifier: Module] = [:]
    return cells(of: file, interpreter, isShared: true, &made)
  }

  private static func cells(
    of file: ResolvedFile, _ interpreter: Interpreter, isShared: Bool,
    _ made: inout [ObjectIdentifier: Module]
  ) -> [CellCode] {
    var uses: [Int: Module] = [:]
    for (offset, used) in file.uses {
      if let known = made[ObjectIdentifier(used)] {
        uses[offset] = known
        continue
      }
      let module = Module(
        cells: cells(of: used, interpreter, isShared: false, &made), globals: used.globals)
      made[ObjectIdentifier(used)] = module
      uses[offset] = module
    }
    let emitter = Emitter(
      interpreter: interpreter, file: file.file, resolution: file.resolution, uses: uses,
      isShared: isShared)
    return zip(file.cells, file.slotCounts).map {
      CellCode(body: emitter.emit(cell: $0.statements), slotCount: $1)
    }
  }
}
