public import Signals

/// What truly happens in a simulated recording.
public struct SimulatedTruth: Sendable {
  /// One contraction of one muscle.
  public struct Event: Hashable, Sendable {
    /// The EMG channel that sees it, from 0.
    public var channel: Int
    /// `twitch`, `ambiguous`, `voluntary` or `spasm`.
    public var kind: String
    /// Its first sample.
    public var start: Seconds
    /// Its last sample.
    public var end: Seconds
    /// The middle of the first 20 ms in which its RMS reaches that of rest.
    public var detectableStart: Seconds
    /// The middle of the last 20 ms in which it does.
    public var detectableEnd: Seconds
    /// RMS of its plateau over that of rest.
    public var ratio: Decibels
    /// The bout it belongs to, from 1: spasms that follow each other within a minute.
    public var bout: Int?
    /// Length of its rising ramp.
    public var rise: Seconds
    /// Length of its falling ramp.
    public var fall: Seconds
  }

  /// The scenario.
  public let scenario: Scenario
  /// The seed.
  public let seed: Int
  /// How long the recording is.
  public let duration: Seconds
  /// What happens, in the order of the starts.
  ///
  /// What the recording's end cuts off ends there.
  public private(set) var events: [Event] = []

  /// The truth of the first `duration` of `scenario` as `seed` tells it.
  ///
  /// - Complexity: O(samples with muscle activity): each contraction is played alone and measured.
  public init(_ scenario: Scenario, seed: Int, duration: Seconds) {
    self.scenario = scenario
    self.seed = seed
    self.duration = duration
    var script = ScriptCursor(scenario, seed: Seed(seed))
    var acts: [Act] = []
    script.take(startingBy: duration.value) { acts.append($0) }
    for act in acts {
      for (position, activity) in scenario.wearable.activities(of: act, seed: Seed(seed)).enumerated() {
        if let event = measure(activity, act.contractions[position], kind: act.kind) { events.append(event) }
      }
    }
    events.sort { ($0.start, $0.channel) < ($1.start, $1.channel) }
    numberBouts()
  }

  private func measure(
    _ activity: MuscleActivity, _ contraction: Act.Contraction, kind: Act.Kind
  ) -> Event? {
    let rate = scenario.wearable.muscleRate
    let count = min(activity.count, rate.index(nearest: duration) - activity.firstIndex)
    guard count > 0 else { return nil }
    let half = rate.count(in: 0.01)
    let rest = scenario.wearable.electrodes[activity.channel].rest
    // Silence on both sides, so that a window may hang over either end.
    let silence = [Double](repeating: 0, count: half)
    var activity = activity
    let signal = silence + (0..<count).map { _ in activity.next() } + silence
    var sum = 0.0
    var loud: (first: Int, last: Int)?
    for index in 0..<Int(count) + half {
      let (entering, leaving) = (index + half, index - half)
      if entering < signal.count { sum += signal[entering] * signal[entering] }
      if leaving >= 0 { sum -= signal[leaving] * signal[leaving] }
      // `index` counts the padded signal: the window's middle is `half` samples earlier in the activity.
      if sum >= rest * rest * Double(2 * half) { loud = (loud?.first ?? index - half, index - half) }
    }
    func time(_ offset: Int64) -> Seconds { rate.time(of: activity.firstIndex + offset) }
    return Event(
      channel: activity.channel, kind: kind.rawValue, start: time(0), end: time(count - 1),
      detectableStart: time(max(0, Int64(loud?.first ?? 0))),
      detectableEnd: time(min(count - 1, Int64(loud?.last ?? Int(count) - 1))),
      ratio: Decibels(contraction.ratio), bout: nil, rise: Seconds(contraction.firing.rise),
      fall: Seconds(contraction.firing.fall))
  }

  private mutating func numberBouts() {
    var number = 0
    var latest: (position: Int, end: Seconds)?
    for position in events.indices where events[position].kind == Act.Kind.spasm.rawValue {
      if let latest, events[position].start - latest.end < 60 {
        if events[latest.position].bout == nil {
          number += 1
          events[latest.position].bout = number
        }
        events[position].bout = number
      }
      latest = (position, max(events[position].end, latest?.end ?? 0))
    }
  }
}
