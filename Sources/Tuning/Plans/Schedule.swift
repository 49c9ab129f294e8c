import Foundation

/// The learning rate by step, as transformers' schedules of the same names give it.
package struct Schedule: Sendable {
  package enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    case constant, linear, cosine
  }

  package let kind: Kind
  package let peak: Double
  package let warmUp: Int
  package let total: Int

  package init(kind: Kind, peak: Double, warmUp: Int, total: Int) {
    self.kind = kind
    self.peak = peak
    self.warmUp = warmUp
    self.total = total
  }

  /// The rate of a step, counted from 0.
  package func rate(at step: Int) -> Double {
    if step < warmUp { return peak * Double(step) / Double(max(1, warmUp)) }
    let progress = Double(step - warmUp) / Double(max(1, total - warmUp))
    switch kind {
    case .constant: return peak
    case .linear: return peak * max(0, 1 - progress)
    case .cosine: return peak * max(0, 0.5 * (1 + cos(.pi * progress)))
    }
  }
}
