/// How loud rest is on each channel against what the electrode has by nature, as re-seated electrodes leave it.
struct RestLevels: Sendable {
  private var factors: [Double]
  /// Changes to come, the earliest first.
  private var changes: [(time: Double, channel: Int, factor: Double)] = []

  init(channels: Int) { factors = [Double](repeating: 1, count: channels) }

  /// The factor on the amplitude of rest of a channel.
  subscript(channel: Int) -> Double { factors[channel] }

  /// Notes what `act` will change.
  mutating func take(_ act: Act) {
    for disturbance in act.disturbances {
      guard case .level(let factor) = disturbance.kind else { continue }
      changes.append((act.start + disturbance.delay, disturbance.channel, factor))
    }
    changes.sort { $0.time < $1.time }
  }

  /// Makes the changes that are due by `time`, in seconds.
  mutating func advance(to time: Double) {
    while let change = changes.first, change.time <= time {
      factors[change.channel] = change.factor
      changes.removeFirst()
    }
  }
}
