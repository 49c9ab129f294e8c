import Script

/// The grid of a run: every combination of what is swept in the run, its prompt or its hyperparameters.
struct Sweep {
  /// What a point sets, by the run's names.
  typealias Point = [(name: String, value: Value)]

  static let limit = 10_000

  /// One, which sets nothing, where nothing is swept.
  let points: [Point]

  /// - Parameter prompt: the prompt that a point chooses, or else the run's own.
  init<Fields: SweptFields>(
    run: Fields, hyper: Fields?, prompt: (Point) -> Fields?
  ) throws {
    var swept = run.swept
    if let hyper { swept += hyper.swept.filter { !run.isWritten($0.name) } }
    // What a prompt sweeps is swept for each prompt that does.
    points = try Self.points(of: swept, from: [[]]).flatMap { point in
      let own = (prompt(point)?.swept ?? []).map {
        (name: RunFields.name(ofPrompt: $0.name), points: $0.points)
      }
      return try Self.points(of: own.filter { !run.isWritten($0.name) }, from: [point])
    }
  }

  var isGrid: Bool { points.count > 1 || !points[0].isEmpty }

  /// What each run has of its own, such as `lr 0.03`.
  var labels: [String] {
    points.map { $0.map { "\($0.name) \($0.value.label)" }.joined(separator: ", ") }
  }

  /// How the runs are called: the run's own name where nothing is swept.
  func names(of run: String) -> [String] {
    isGrid ? labels.map { "\(run)[\($0)]" } : [run]
  }

  private static func points(
    of swept: [(name: String, points: [Value])], from start: [Point]
  ) throws -> [Point] {
    try swept.reduce(start) { points, field in
      let product = points.count.multipliedReportingOverflow(by: field.points.count)
      guard !product.overflow, product.partialValue <= limit else {
        throw Fault("the sweep has more than 10,000 points", hint: "sweep fewer fields at once")
      }
      return points.flatMap { point in field.points.map { point + [(field.name, $0)] } }
    }
  }
}

/// A declaration, before or while running, some of whose fields may be swept.
protocol SweptFields: FieldSource {
  var swept: [(name: String, points: [Value])] { get }
}

extension Declaration: SweptFields {}

extension StaticDeclaration: SweptFields {
  /// The sweeps whose points are known.
  var swept: [(name: String, points: [Value])] {
    fields.compactMap { field in
      guard case .object(let object)? = field.constant, let sweep = object as? SweepValue else {
        return nil
      }
      return (field.name, sweep.points)
    }
  }
}

extension Value {
  /// How a point of a sweep is called: `0.03`, `soft`, `"labels"`.
  fileprivate var label: String {
    if case .object(let object) = self {
      if let declared = object as? any DeclaredObject { return declared.declaration.name }
      return object.typeName
    }
    return source
  }
}
