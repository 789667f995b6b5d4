internal import Glibc
public import Signals

/// Filters designed from their analogue prototypes by the bilinear transform with the edge pre-warped.
///
/// Source: Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., sections 7.2 and B.1. The digital
/// response equals the analogue one exactly at the edge; elsewhere frequencies are compressed towards fs/2.
public enum FilterDesign {
  /// A Butterworth high-pass of even or odd `order`, 3 dB down at `edge`.
  public static func butterworthHighPass(order: Int, edge: Hertz, rate: Hertz) -> [Biquad] {
    sections(order: order, edge: edge, rate: rate) { w, q in
      let n = 1 / (1 + w / q + w * w)
      return Biquad(b0: n, b1: -2 * n, b2: n, a1: 2 * (w * w - 1) * n, a2: (1 - w / q + w * w) * n)
    } single: { w in
      let n = 1 / (1 + w)
      return Biquad(b0: n, b1: -n, b2: 0, a1: (w - 1) * n, a2: 0)
    }
  }

  /// A Butterworth low-pass of even or odd `order`, 3 dB down at `edge`.
  public static func butterworthLowPass(order: Int, edge: Hertz, rate: Hertz) -> [Biquad] {
    sections(order: order, edge: edge, rate: rate) { w, q in
      let n = 1 / (1 + w / q + w * w)
      let g = w * w * n
      return Biquad(b0: g, b1: 2 * g, b2: g, a1: 2 * (w * w - 1) * n, a2: (1 - w / q + w * w) * n)
    } single: { w in
      let n = 1 / (1 + w)
      return Biquad(b0: w * n, b1: w * n, b2: 0, a1: (w - 1) * n, a2: 0)
    }
  }

  /// A notch at `centre` whose -3 dB band is `centre / quality` wide.
  public static func notch(centre: Hertz, quality: Double, rate: Hertz) -> Biquad {
    // tan(pi B / fs) sets the width, as in Orfanidis, Introduction to Signal Processing, section 11.3.
    let width = tan(Double.pi * centre.value / quality / rate.value)
    let n = 1 / (1 + width)
    let c = -2 * cosine(ofTurns: centre / rate) * n
    return Biquad(b0: n, b1: c, b2: n, a1: c, a2: (1 - width) * n)
  }

  /// One section for every pair of poles of the prototype, by its quality, and one for a real pole.
  private static func sections(
    order: Int, edge: Hertz, rate: Hertz, pair: (_ w: Double, _ q: Double) -> Biquad,
    single: (_ w: Double) -> Biquad
  ) -> [Biquad] {
    precondition(order > 0, "a filter has an order of at least one")
    precondition(
      edge.value > 0 && edge.value < rate.value / 2, "a filter's edge lies between 0 and half the rate")
    let w = tan(Double.pi * (edge / rate))
    // The lowest quality first: it keeps what comes between the sections small.
    var designed = order % 2 == 1 ? [single(w)] : []
    for k in stride(from: order / 2, to: 0, by: -1) {
      // Poles of the prototype lie at angles (2k - 1) pi / 2n from the imaginary axis.
      let q = 1 / (2 * sin(Double.pi * Double(2 * k - 1) / Double(2 * order)))
      designed.append(pair(w, q))
    }
    return designed
  }
}

/// The cosine of an angle in turns.
func cosine(ofTurns turns: Double) -> Double { cos(2 * Double.pi * turns) }

/// The sine of an angle in turns.
func sine(ofTurns turns: Double) -> Double { sin(2 * Double.pi * turns) }
