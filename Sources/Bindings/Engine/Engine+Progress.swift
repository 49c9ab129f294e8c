extension Engine {
  /// Does some work while its progress is observed; `advance` takes how much of it is done.
  func observed<Result>(
    _ title: String, _ unit: WorkProgress.Unit, of total: Int?,
    _ body: (_ advance: @escaping (_ done: Int) -> Void) throws -> Result
  ) rethrows -> Result {
    let observer = environment.observer
    func report(_ done: Int) {
      observer.workAdvanced(WorkProgress(title: title, unit: unit, done: done, total: total))
    }
    report(0)
    defer { observer.workAdvanced(nil) }
    return try body { report($0) }
  }
}
