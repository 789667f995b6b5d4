import Foundation
import SignalProcessing
import Signals
import Testing

/// A cascade in a precision of choice: the arithmetic of ``FilterBank``, for one channel.
///
/// Coefficients are designed in `Double` and rounded to `Number`; state and samples are `Number`.
private struct Cascade<Number: BinaryFloatingPoint> {
  private var sections: [(b0: Number, b1: Number, b2: Number, a1: Number, a2: Number, s1: Number, s2: Number)]

  init(_ design: [Biquad]) {
    sections = design.map {
      (Number($0.b0), Number($0.b1), Number($0.b2), Number($0.a1), Number($0.a2), 0, 0)
    }
  }

  mutating func process(_ sample: Double) -> Number {
    var x = Number(sample)
    for index in sections.indices {
      let c = sections[index]
      let y = c.b0 * x + c.s1
      sections[index].s1 = c.b1 * x - c.a1 * y + c.s2
      sections[index].s2 = c.b2 * x - c.a2 * y
      x = y
    }
    return x
  }
}

#if arch(x86_64)
  /// What rounding adds to a signal, against the 64-bit mantissas of the x87 unit.
  ///
  /// The decision note 0001 quotes what these tests print.
  @Suite struct FilterNoiseTests {
    private static let rate = 4000.0

    /// A resting muscle at 4 kHz in microvolts: 1 uV RMS in steps of 0.1 uV, on an electrode's 300 mV that
    /// drifts, under 50 uV of mains.
    private static let recording = recording(drift: 500)

    private static func recording(drift: Double) -> [Double] {
      var generator = SeededGenerator(seed: 2026)
      return (0..<60_000).map { index in
        let time = Double(index) / rate
        let offset = 300_000 + drift * sin(2 * Double.pi * 0.1 * time)
        let value = offset + 50 * sin(2 * Double.pi * 50 * time) + gaussian(&generator)
        return (value * 10).rounded() / 10
      }
    }
    /// The first seconds hold the step of the offset; what is measured comes after.
    private static let settled = 8_000

    /// The power of what `output` differs by from the exact filter of `design`, over the floor's.
    ///
    /// The floor is 1 uV, less what the band takes out of white noise.
    private func error(
      of output: [Double], design: [Biquad], recording: [Double] = Self.recording
    ) -> Double {
      var exact = Cascade<Float80>(design)
      var sum = 0.0
      for (index, sample) in recording.enumerated() {
        let difference = Double(Float80(output[index]) - exact.process(sample))
        if index >= Self.settled { sum += difference * difference }
      }
      let floor = NoiseStatistics.equivalentBandwidth(of: design, rate: Self.rate) / (Self.rate / 2)
      return 10 * log10(sum / Double(output.count - Self.settled) / floor)
    }

    @Test func `the filter bank's rounding lies 100 dB and more below a floor of 1 uV`() {
      let design = muscleBand(rate: Self.rate)
      var bank = FilterBank(design)
      let output = filtered(Self.recording.map { Lanes(repeating: $0) }, by: &bank)
      let decibels = error(of: output.map { $0[3] }, design: design)
      print("rounding of the filter bank, Double: \(decimals(decibels)) dB re the floor")
      #expect(decibels <= -100)
    }

    @Test func `single precision would drown the floor in its rounding`() {
      // The exact filter has the coefficients that Float holds: what is measured is samples and state.
      let design = muscleBand(rate: Self.rate).map(inSingle)
      var single = Cascade<Float>(design)
      let decibels = error(of: Self.recording.map { Double(single.process($0)) }, design: design)
      print("rounding of the same cascade, Float: \(decimals(decibels)) dB re the floor")
      #expect(decibels > -20)
    }

    @Test func `single precision without the offset does as well only as the offset stands still`() {
      let design = muscleBand(rate: Self.rate).map(inSingle)
      var measured: [Double] = []
      for drift in [500.0, 100_000] {
        let recording = Self.recording(drift: drift)
        var single = Cascade<Float>(design)
        let output = recording.map { Double(single.process($0 - recording[0])) }
        let decibels = error(of: output, design: design, recording: recording)
        print(
          "the same less the first sample, drift of \(drift / 1000) mV: \(decimals(decibels)) dB re the floor"
        )
        measured.append(decibels)
      }
      #expect(measured[0] < -40)
      #expect(measured[1] > -10)
    }

    private func inSingle(_ section: Biquad) -> Biquad {
      func rounded(_ value: Double) -> Double { Double(Float(value)) }
      return Biquad(
        b0: rounded(section.b0), b1: rounded(section.b1), b2: rounded(section.b2), a1: rounded(section.a1),
        a2: rounded(section.a2))
    }

    private func decimals(_ value: Double) -> String { String(format: "%.1f", value) }
  }
#endif
