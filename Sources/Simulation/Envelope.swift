internal import Glibc

/// How strongly a muscle contracts over time: a plateau of 1 between two ramps.
struct Envelope: Sendable {
  /// Seconds from first to last sign of activity.
  var duration: Double
  /// Seconds from nothing to the plateau.
  var rise: Double
  /// Seconds from the plateau to nothing.
  var fall: Double
  /// Depth of the slow waxing and waning of a cramp's common drive, as a share of the plateau.
  var drive = 0.0
  /// Where in its wave the common drive begins, in radians.
  var drivePhase = 0.0

  /// Frequency of the common drive of cramping motor units, in hertz (Minetto 2009: 1.4 ± 0.4).
  private static let driveFrequency = 1.4

  /// The strength `time` seconds after the start; the mean of its square over the plateau is 1.
  func strength(at time: Double) -> Double {
    guard time >= 0, time < duration else { return 0 }
    let ramp = min(1, time / rise, (duration - time) / fall)
    let wave = 1 + drive * sin(2 * .pi * Self.driveFrequency * time + drivePhase)
    return 0.5 * (1 - cos(.pi * ramp)) * wave / (1 + drive * drive / 2).squareRoot()
  }
}
