public import Events
internal import Signals

/// Gathers from a stream of events what a score needs: the settled episodes, and the live calls.
public struct PredictionCollector: Sendable {
  /// The episodes, in the order in which they were settled, each under its kind's name.
  public private(set) var predictions: [Prediction] = []
  /// The live calls, in the order in which they were made.
  public private(set) var calls: [LiveCall] = []

  /// A collector that has seen nothing.
  public init() {}

  /// Takes the next event; those that claim nothing are passed over.
  public mutating func take(_ event: Event) {
    let channel = event.channel ?? 0
    switch event.body {
    case .episode(let episode):
      predictions.append(
        Prediction(
          start: microseconds(episode.onset), end: microseconds(episode.offset),
          kind: episode.kind.rawValue, channel: channel, involuntary: episode.involuntary))
    case .spasm(.confirmed, let onset):
      calls.append(
        LiveCall(
          channel: channel, onset: microseconds(onset), at: microseconds(event.at)))
    case .spasm(.withdrawn, _):
      // A channel has one spasm at a time, so what is taken back is its latest call.
      if let latest = calls.lastIndex(where: { $0.channel == channel }) { calls[latest].withdrawn = true }
    default: break
    }
  }
}

/// `time` to the microsecond, as a prediction file tells it: a score made in memory equals one made from files.
private func microseconds(_ time: Seconds) -> Double {
  (time.value * 1e6).rounded(.toNearestOrAwayFromZero) / 1e6
}
