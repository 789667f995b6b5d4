import ArgumentParser
import Foundation
import Signals

/// How fast a recording is played: as fast as the machine can, or so many times its own speed.
enum Pace: ExpressibleByArgument {
  case max
  case times(Double)
  /// As a device sends it: nothing is waited for, and a person looks on.
  case asItComes

  init?(argument: String) {
    if argument == "max" {
      self = .max
    } else if let factor = Double(argument), factor.isFinite, factor > 0 {
      self = .times(factor)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    switch self {
    case .max: "max"
    case .times(let factor): "\(factor)"
    case .asItComes: "live"
    }
  }

  /// Whether someone waits for the recording's own time.
  var isLive: Bool {
    if case .max = self { false } else { true }
  }
}

/// Waits for moments of a recording that began when the timer was made.
struct PaceTimer {
  private let factor: Double
  private let start = ContinuousClock.now

  /// A timer for a pace; nil where nothing is waited for.
  init?(_ pace: Pace) {
    guard case .times(let factor) = pace else { return nil }
    self.factor = factor
  }

  /// Returns when the recording has come to `time`; at once when it is late.
  ///
  /// The deadline counts from the start, so that lateness never adds up.
  func wait(until time: Seconds) {
    let deadline = start + .seconds(Swift.min(time.value / factor, 1e9))
    while true {
      let rest = deadline - ContinuousClock.now
      guard rest > .zero else { return }
      let (seconds, attoseconds) = rest.components
      var span = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
      // A signal cuts it short; then the rest is computed anew.
      nanosleep(&span, nil)
    }
  }
}
