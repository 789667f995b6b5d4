import Foundation
import Signals

/// The EMG of one leg made by hand: a tone whose amplitude is that of rest, and higher where the leg moves.
///
/// A tone in the middle of the band passes the filters as it is, so that its amplitude is known.
struct LegSignal {
  /// Amplitude at rest in microvolts.
  var rest = 3.0
  var side: BodySide?
  /// Seconds that a movement takes to rise and to fall: a sharp edge makes filters overshoot.
  var ramp = 0.0
  /// Movements: onset, length, and how far over rest in microvolts.
  var movements: [(at: Double, for: Double, over: Double)] = []

  /// A leg that moves for a second at each of `times`.
  init(movingAt times: [Double], for length: Double = 1, over: Double = 20, side: BodySide? = nil) {
    movements = times.map { ($0, length, over) }
    self.side = side
  }

  func microvolts(seconds: Double, rate: SampleRate) -> [Double] {
    var amplitudes = Array(repeating: rest, count: rate.count(in: Seconds(seconds)))
    for movement in movements {
      let end = rate.index(nearest: Seconds(movement.at + movement.for))
      let range = rate.index(nearest: Seconds(movement.at))..<end
      for index in range where amplitudes.indices.contains(Int(index)) {
        let inside = Double(min(index - range.lowerBound, range.upperBound - index)) / rate.hertz
        amplitudes[Int(index)] = rest + movement.over * (inside < ramp ? inside / ramp : 1)
      }
    }
    return amplitudes.enumerated().map { $1 * sin(2 * .pi * 40 * Double($0) / rate.hertz) }
  }
}

extension Recording {
  /// A recording of legs; `gain` is microvolts a digital step.
  init(_ legs: [LegSignal], seconds: Double, rate: SampleRate, gain: Double = 0.0625) {
    self.init([])
    let signals = legs.map { $0.microvolts(seconds: seconds, rate: rate) }
    let channels = legs.enumerated().map { position, leg in
      ChannelDescription(label: "leg \(position + 1)", side: leg.side, gain: gain * 1e-6)
    }
    let values = signals[0].indices.flatMap { index in
      // Rounded to sixteenths of a microvolt, so that every finer gain holds the same values.
      signals.map { Int32(($0[index] * 16).rounded() / 16 / gain) }
    }
    tracks = [
      Track(
        description: StreamDescription(kind: .emg, rate: rate, unit: .volt, channels: channels),
        runs: [.init(first: 0, cause: .discontinuity, values: values)])
    ]
  }
}
