internal import Glibc

/// How strongly a muscle contracts over time: a plateau of 1 between two ramps.
struct Envelope: Sendable {
  private let duration: Double
  private let rise: Double
  private let fall: Double

  /// The shape of what `firing` sustains.
  init(_ firing: FiringPattern) {
    duration = firing.sustained
    rise = max(firing.rise, 0.005)
    fall = max(firing.fall, 0.005)
  }

  /// The strength `time` seconds after the start.
  func strength(at time: Double) -> Double {
    guard time >= 0, time < duration else { return 0 }
    let ramp = min(1, time / rise, (duration - time) / fall)
    return 0.5 * (1 - cos(.pi * ramp))
  }
}
