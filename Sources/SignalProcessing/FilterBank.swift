/// Eight channels side by side: one lane each, so that one instruction filters several channels.
public typealias Lanes = SIMD8<Double>

/// A cascade of second-order sections with the carried state of eight channels.
///
/// Transposed direct form II in `Double`. Single precision would not do: an electrode's offset of 300 mV over
/// a rest of 1 uV is 110 dB, and a 20 Hz edge at 4 kHz amplifies rounding (decision note 0001;
/// `FilterNoiseTests` measures it).
///
/// - Complexity: nine multiplications and additions a sample, section and vector; nothing is allocated.
public struct FilterBank: Sendable {
  fileprivate struct Section {
    var coefficients: Biquad
    var first = Lanes.zero
    var second = Lanes.zero
  }
  fileprivate var sections: [Section]

  /// A cascade of `design`, at rest.
  public init(_ design: [Biquad]) {
    sections = design.map { Section(coefficients: $0) }
  }

  /// Filters `samples` in place.
  public mutating func process(_ samples: UnsafeMutableBufferPointer<Lanes>) {
    for index in sections.indices {
      let c = sections[index].coefficients
      var (first, second) = (sections[index].first, sections[index].second)
      for position in samples.indices {
        let x = samples[position]
        // Written as products and sums: a fused form calls libm on hardware without it.
        let y = c.b0 * x + first
        first = c.b1 * x - c.a1 * y + second
        second = c.b2 * x - c.a2 * y
        samples[position] = y
      }
      sections[index].first = first
      sections[index].second = second
    }
  }

  /// Puts the lanes marked in `lanes` into the state that a constant input of `level` would have led to.
  ///
  /// A filter that starts, or goes on after a gap, then sees no step.
  public mutating func settle(at level: Lanes, lanes: SIMDMask<Lanes.MaskStorage>) {
    var input = level
    for index in sections.indices {
      let c = sections[index].coefficients
      let output = input * ((c.b0 + c.b1 + c.b2) / (1 + c.a1 + c.a2))
      sections[index].first.replace(with: output - c.b0 * input, where: lanes)
      sections[index].second.replace(with: c.b2 * input - c.a2 * output, where: lanes)
      input = output
    }
  }
}

extension FilterBank {
  /// Changes the coefficients and keeps the state, to follow a frequency that drifts slowly.
  ///
  /// - Precondition: `design` has as many sections as the bank.
  public mutating func retune(_ design: [Biquad]) {
    precondition(design.count == sections.count, "retuning keeps the number of sections")
    for (index, coefficients) in design.enumerated() { sections[index].coefficients = coefficients }
  }
}
