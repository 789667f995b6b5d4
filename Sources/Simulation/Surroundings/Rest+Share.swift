internal import Glibc
internal import SignalProcessing

extension RestCharacter {
  /// Points of a spectrum at which powers are added up.
  private static let points = 1000

  /// The power of rest that passes `band`, over that of rest up to 500 Hz, at `rate` samples a second.
  func share(of band: [Biquad], rate: Double) -> Double {
    let grid = (0..<Self.points).map { (Double($0) + 0.5) * rate / 2 / Double(Self.points) }
    let gains = grid.map { band.powerGain(at: $0, rate: rate) }
    let noise = Self.noiseShare(grid, gains, rate: rate)
    guard wander != nil else { return noise }
    return Self.toneShare * Self.tonePassing(grid, gains, rate: rate) + (1 - Self.toneShare) * noise
  }

  private static func noiseShare(_ grid: [Double], _ gains: [Double], rate: Double) -> Double {
    let white = RestNoise.widening(rate: rate) * gains.reduce(0, +) / Double(points)
    // A first-order low-pass, discretised bilinearly, passes 1 / (1 + (tan / tan of the corner)^2) of the power
    // at a frequency, and of white noise t / (1 + t), where t is the tangent of its corner.
    let corners = RestNoise.flickerCorners
    let flicker = corners.map { corner in
      let t = tan(.pi * corner / rate)
      let passed = zip(grid, gains).reduce(0) { sum, point in
        sum + point.1 * lowPass(point.0, corner: corner, rate: rate)
      }
      return passed / Double(points) * (1 + t) / t
    }
    return (1 - RestNoise.flickerShare) * white
      + RestNoise.flickerShare * flicker.reduce(0, +) / Double(corners.count)
  }

  private static func tonePassing(_ grid: [Double], _ gains: [Double], rate: Double) -> Double {
    let powers = grid.map { frequency in
      Rest.toneCorners(rate: rate).reduce(1 - lowPass(frequency, corner: Rest.toneBand.high, rate: rate)) {
        $0 * lowPass(frequency, corner: $1, rate: rate)
      }
    }
    return zip(powers, gains).reduce(0) { $0 + $1.0 * $1.1 } / powers.reduce(0, +)
  }

  /// Power that a first-order low-pass passes at `frequency`; a high-pass passes the rest.
  private static func lowPass(_ frequency: Double, corner: Double, rate: Double) -> Double {
    let x = tan(.pi * frequency / rate) / tan(.pi * corner / rate)
    return 1 / (1 + x * x)
  }
}
