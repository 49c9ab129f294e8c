extension Double {
  /// An f32 as people read it: 0.1 for the f32 nearest to 0.1, so that it prints as that and equals what is
  /// printed.
  ///
  /// Whole numbers and numbers of up to twelve digits stay exact; any other becomes the f64 nearest to the
  /// shortest decimal text that reads back as the f32.
  package init(shortest value: Float) {
    let exact = Double(value)
    self = exact.isBrief ? exact : Double(value.description) ?? exact
  }

  private var isBrief: Bool {
    guard isFinite, self != rounded() || abs(self) > 0x1p53 else { return true }
    let digits = description.utf8.prefix { $0 != UInt8(ascii: "e") }
      .filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return digits.drop { $0 == UInt8(ascii: "0") }.count <= 12
  }
}
