import Foundation

/// Points in time written for people, in local time.
package enum Moment {
  /// `14:02` today, `Tue 14:02` within a week, `2026-11-20 14:02` before.
  package static func text(_ date: Date, now: Date = Date()) -> String {
    let day = text(date, "%Y-%m-%d")
    let clock = text(date, "%H:%M")
    if day == text(now, "%Y-%m-%d") { return clock }
    // A week ago it was the same day of the week.
    let age = now.timeIntervalSince(date)
    if age > 0, age < 6 * 86_400 { return "\(weekday(date)) \(clock)" }
    return "\(day) \(clock)"
  }

  /// In English wherever it runs, as all other words are.
  private static func weekday(_ date: Date) -> String {
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    return names[Int(text(date, "%w")) ?? 0]
  }

  private static func text(_ date: Date, _ format: String) -> String {
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    localtime_r(&seconds, &parts)
    var bytes = [CChar](repeating: 0, count: 64)
    let count = strftime(&bytes, bytes.count, format, &parts)
    return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
