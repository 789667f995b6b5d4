internal import Signals

/// Measures rest: the middle of the levels of quiet stretches of 200 ms.
struct RestMeter: Sendable {
  /// Powers, one for each stretch.
  private var levels: [Double] = []
  private var last: Seconds = -1

  /// Two windows of 200 ms that do not overlap, and as many as a quarter of an hour holds.
  private static let (spacing, most) = (Seconds(0.2), 4500)

  /// Takes the RMS of the 200 ms that end at `time`.
  mutating func take(_ rms: Double, at time: Seconds) {
    guard time - last >= Self.spacing - 1e-9, levels.count < Self.most else { return }
    last = time
    levels.append(rms * rms)
  }

  /// How much of it there is.
  var length: Seconds { Self.spacing * Double(levels.count) }

  /// RMS of rest, and how far its louder moments (a tenth of them) stand out of it.
  var result: (rms: Double, spread: Decibels)? {
    guard !levels.isEmpty else { return nil }
    let sorted = levels.sorted()
    let middle = sorted[sorted.count / 2]
    guard middle > 0 else { return nil }
    return (middle.squareRoot(), decibels(sorted[sorted.count * 9 / 10] / middle))
  }
}

/// Measures a contraction: the strongest mean over half a second.
struct EffortMeter: Sendable {
  private var window: [(power: Double, span: Double)] = []
  private var span = 0.0
  /// Mean power of the strongest half second; nil before there is one.
  private var strongest: Double?

  private static let length = 0.5

  /// RMS of the strongest half second.
  var rms: Double? { strongest?.squareRoot() }

  /// Takes the RMS of the latest `seconds`; nil where it cannot be judged.
  mutating func take(_ rms: Double?, lasting seconds: Double) {
    guard let rms else {
      window.removeAll(keepingCapacity: true)
      span = 0
      return
    }
    window.append((rms * rms, seconds))
    span += seconds
    while let first = window.first, span - first.span >= Self.length - 1e-6 {
      span -= first.span
      window.removeFirst()
    }
    guard span >= Self.length - 1e-6 else { return }
    let mean = window.reduce(0) { $0 + $1.power * $1.span } / span
    strongest = max(strongest ?? 0, mean)
  }
}

/// Measures a channel against posture, by steps of ten degrees.
struct PostureMeter: Sendable {
  private var bins = [(energy: Double, span: Double)](repeating: (0, 0), count: 18)

  /// The width of a step, and how long it must have been seen.
  static let width: Degrees = 10
  private static let least = 0.5

  /// Takes the RMS of the latest `seconds`, in a posture `angle` away from the first.
  mutating func take(_ rms: Double, at angle: Degrees, lasting seconds: Double) {
    let bin = min(max(Int(angle / Self.width), 0), bins.count - 1)
    bins[bin].energy += rms * rms * seconds
    bins[bin].span += seconds
  }

  /// The steps that were seen for long enough.
  var points: [CalibrationResult.PosturePoint] {
    bins.enumerated().filter { $0.element.span >= Self.least }.map { number, bin in
      .init(angle: Self.width * Double(number), rms: (bin.energy / bin.span).squareRoot())
    }
  }
}
