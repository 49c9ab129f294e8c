import Foundation
import Runs
import Tuning
import XCTest

final class TensorBoardEventsTests: XCTestCase {
  /// The bytes that TensorBoard's own reader was seen to read (`scripts/check-tensorboard`).
  func testRecordsAndChecksums() {
    let events = TensorBoardEvents(
      started: Date(timeIntervalSince1970: 1000),
      metrics: [
        StepMetric(
          step: 1, loss: 2.5, seconds: 0.5, rate: 0.25, gradientNorm: 3, targetTokens: 4, tokens: 9),
        StepMetric(
          step: 2, loss: 1.5, seconds: 0.5, rate: nil, gradientNorm: nil, targetTokens: nil,
          tokens: nil),
      ],
      evaluations: [
        Evaluation(step: 0, loss: 3, accuracy: 0.5), Evaluation(step: 2, loss: 1, accuracy: 1),
      ])
    XCTAssertEqual(events.data.base64EncodedString(), Self.fixture)
    XCTAssertEqual(
      events.fileName(key: .test("a")), "events.out.tfevents.1000.aaaaaaaa")
  }

  private static let fixture = [
    "GAAAAAAAAACjf0siCQAAAAAAQI9AGg1icmFpbi5FdmVudDoyc65rVjcAAAAAAAAA5+jKWQkAAAAAAECPQBAA",
    "KioKEQoKdmFsaWQvbG9zcxUAAEBAChUKDnZhbGlkL2FjY3VyYWN5FQAAAD+4vCyxTQAAAAAAAAA9Y9SmCQAA",
    "AAAARI9AEAEqQAoRCgp0cmFpbi9sb3NzFQAAIEAKDwoIdHJhaW4vbHIVAACAPgoaChN0cmFpbi9ncmFkaWVu",
    "dF9ub3JtFQAAQEBQyv98IAAAAAAAAAAp7alQCQAAAAAASI9AEAIqEwoRCgp0cmFpbi9sb3NzFQAAwD8B1Juh",
    "NwAAAAAAAADn6MpZCQAAAAAASI9AEAIqKgoRCgp2YWxpZC9sb3NzFQAAgD8KFQoOdmFsaWQvYWNjdXJhY3kV",
    "AACAP/mrWQY=",
  ].joined()
}
