internal import Glibc
internal import Signals

/// The potential on the skin when a motor unit fires once: a Hermite-Rodriguez function of first or second order.
///
/// Lo Conte, Merletti and Sandri 1994 found that these, with one width, describe surface potentials well.
struct ActionPotential: Sendable {
  /// Two phases, or three.
  enum Order: Sendable { case first, second }

  /// How large it is, in the unit of the muscle's signal.
  var amplitude: Double
  var order: Order
  /// Its scale of time, in seconds.
  var width: Double

  /// Multiples of the width on either side of the middle beyond which less than 0.001 of the peak is left.
  static let reach = 3.0
  /// The greatest width there can be, in seconds.
  static let greatestWidth = 0.004 * 1.25
  /// Seconds from a discharge to the end of the longest potential.
  static let greatestSpan = 2 * reach * greatestWidth

  /// Its value `time` seconds after its middle.
  func value(at time: Double) -> Double {
    let x = time / width
    let shape =
      switch order {
      case .first: 2 * x
      case .second: (4 * x * x - 2) / 8.squareRoot()
      }
    return amplitude * shape * exp(-x * x)
  }
}

/// The action potentials of some units as samples, for discharges that fall between samples too.
struct SampledPotentials: Sendable {
  /// How many places between two samples a discharge can have.
  let phases: Int
  /// Samples of the longest potential.
  let length: Int
  /// Unit by unit, phase by phase, `length` samples each.
  private var samples: [Double]
  /// Of each unit, the integral of the square of one potential, in seconds.
  let energies: [Double]

  /// Samples of `potentials` at `rate` hertz.
  ///
  /// A converter has an analogue low-pass before it. Up to 450 Hz muscle has next to nothing above the band of a
  /// surface recording; below 1000 samples a second the potentials are low-passed at 0.42 of the rate.
  init(_ potentials: [ActionPotential], rate: Double) {
    // At 8 kHz the error of a place in time is below 4 % of the period of 300 Hz, and at 12 places between two samples
    // below 4 % of that of the highest frequency that a slow converter leaves.
    phases = max(1, min(12, Int((8000 / rate).rounded(.up))))
    let fine = rate * Double(phases)
    let lowPass = rate < 1000 ? Self.lowPass(corner: 0.42 * rate, rate: fine, lobes: 4) : [1]
    let tail = lowPass.count / 2
    let middle = Int((ActionPotential.greatestSpan / 2 * fine).rounded(.up)) + tail
    length = 2 * middle / phases + 1
    samples = []
    samples.reserveCapacity(potentials.count * phases * length)
    var energies: [Double] = []
    for potential in potentials {
      // From as much before the shape's start to as much behind its end as the low-pass reaches.
      let plain = (0..<length * phases + 2 * tail).map { index in
        let time = Double(index - middle - tail) / fine
        return time.magnitude <= ActionPotential.reach * potential.width ? potential.value(at: time) : 0
      }
      let shape = Self.convolve(plain, with: lowPass)
      for phase in 0..<phases {
        for index in 0..<length {
          let position = index * phases - phase
          samples.append(position >= 0 ? shape[position] : 0)
        }
      }
      energies.append(shape.reduce(0) { $0 + $1 * $1 } / fine)
    }
    self.energies = energies
  }

  /// Adds the potential of the unit at `position` to `signal`, for a discharge `phase` phases after `start`.
  func add(_ position: Int, phase: Int, to signal: inout [Double], at start: Int) {
    let first = (position * phases + phase) * length
    samples.withUnsafeBufferPointer { samples in
      signal.withUnsafeMutableBufferPointer { signal in
        for index in 0..<length { signal[start + index] += samples[first + index] }
      }
    }
  }

  /// The part of the convolution for which all of `signal` is there.
  private static func convolve(_ signal: [Double], with weights: [Double]) -> [Double] {
    guard weights != [1] else { return signal }
    return signal.withUnsafeBufferPointer { signal in
      weights.withUnsafeBufferPointer { weights in
        (0...signal.count - weights.count).map { start in
          var sum = 0.0
          for tap in 0..<weights.count { sum += weights[tap] * signal[start + tap] }
          return sum
        }
      }
    }
  }

  /// A windowed sinc of gain 1 at 0 Hz.
  private static func lowPass(corner: Double, rate: Double, lobes: Double) -> [Double] {
    let half = Int(lobes / 2 / corner * rate)
    let taps = (-half...half).map { index in
      let x = 2 * corner * Double(index) / rate
      let window = 0.5 * (1 + cos(.pi * Double(index) / Double(half + 1)))
      return window * (index == 0 ? 1 : sin(.pi * x) / (.pi * x))
    }
    let sum = taps.reduce(0, +)
    return taps.map { $0 / sum }
  }
}
