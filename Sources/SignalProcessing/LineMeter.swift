internal import Glibc
public import Signals

/// Measures steady sinusoids at a few frequencies in eight channels, over blocks of a fixed number of samples.
///
/// A block holds a whole number of periods of every frequency as nearly as the rate allows, so that lines that
/// are multiples of 5 Hz apart do not leak into one another with blocks of 200 ms. The phasor of each block is
/// referred to the absolute sample index: for a steady line it stands still from block to block, but for the
/// slow turn of a mains frequency that is not quite nominal.
///
/// - Complexity: four multiplications a sample, frequency and vector; nothing is allocated after `init`.
public struct LineMeter: Sendable {
  /// The phasor of one frequency over one block: amplitudes, so that a sinusoid of amplitude A gives |A|.
  public struct Phasor: Sendable {
    public var real = Lanes.zero
    public var imaginary = Lanes.zero

    /// No line.
    public init() {}

    /// A line with these quadratures.
    public init(real: Lanes, imaginary: Lanes) {
      self.real = real
      self.imaginary = imaginary
    }

    /// The phasor times another one, as of complex numbers: turned by its angle where its length is one.
    public func turned(by other: Phasor) -> Phasor {
      Phasor(
        real: real * other.real - imaginary * other.imaginary,
        imaginary: real * other.imaginary + imaginary * other.real)
    }

    /// Power of the sinusoid that the phasor stands for: half its squared amplitude.
    public var power: Lanes { (real * real + imaginary * imaginary) * 0.5 }
  }

  private struct Oscillator {
    var cosine: Double
    var sine: Double
    var stepCosine: Double
    var stepSine: Double
  }

  private let turnsPerSample: [Double]
  private var oscillators: [Oscillator]
  private var sums: [Phasor]

  /// A meter for `frequencies` in a signal sampled at `rate`.
  public init(frequencies: [Hertz], rate: SampleRate) {
    turnsPerSample = frequencies.map { $0.value / rate.hertz }
    oscillators = turnsPerSample.map {
      Oscillator(
        cosine: 1, sine: 0, stepCosine: cos(2 * Double.pi * $0), stepSine: sin(2 * Double.pi * $0))
    }
    sums = Array(repeating: Phasor(), count: frequencies.count)
  }

  /// Begins a block whose first sample has the absolute index `index`.
  public mutating func begin(at index: Int64) {
    for position in oscillators.indices {
      // The phase follows from the absolute index, so how samples were grouped before cannot matter.
      let turns = (turnsPerSample[position] * Double(index)).truncatingRemainder(dividingBy: 1)
      oscillators[position].cosine = cos(2 * Double.pi * turns)
      oscillators[position].sine = sin(2 * Double.pi * turns)
      sums[position] = Phasor()
    }
  }

  /// Adds samples to the block.
  public mutating func add(_ samples: UnsafeMutableBufferPointer<Lanes>) {
    for position in oscillators.indices {
      let oscillator = oscillators[position]
      var (c, s) = (oscillator.cosine, oscillator.sine)
      var (real, imaginary) = (sums[position].real, sums[position].imaginary)
      for sample in samples {
        real += sample * c
        imaginary -= sample * s
        (c, s) = (
          c * oscillator.stepCosine - s * oscillator.stepSine,
          s * oscillator.stepCosine + c * oscillator.stepSine
        )
      }
      oscillators[position].cosine = c
      oscillators[position].sine = s
      sums[position].real = real
      sums[position].imaginary = imaginary
    }
  }

  /// The phasor of the frequency at `position` over the block of `count` samples that ends here.
  public func phasor(at position: Int, count: Int) -> Phasor {
    let scale = 2 / Double(count)
    return Phasor(real: sums[position].real * scale, imaginary: sums[position].imaginary * scale)
  }
}
