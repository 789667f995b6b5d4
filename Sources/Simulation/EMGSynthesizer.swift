internal import Signals

/// What the electrodes of a wearable measure, frame by frame: rest, muscles, heartbeat.
struct EMGSynthesizer: Sendable {
  private let wearable: Wearable
  private let seed: Seed
  private var script: ScriptCursor
  private var activities: [MuscleActivity] = []
  private var rest: [RestNoise]
  private var heartbeat: Heartbeat
  private var index: Int64 = 0

  init(_ scenario: Scenario, seed: Seed) {
    wearable = scenario.wearable
    self.seed = seed
    script = ScriptCursor(scenario, seed: seed)
    rest = wearable.electrodes.enumerated().map { channel, electrode in
      RestNoise(
        rms: electrode.rest, rate: scenario.wearable.muscleRate.hertz, seed: seed.part(.channel(channel)))
    }
    heartbeat = Heartbeat(seed: seed)
  }

  /// The next frame's values, one an electrode, in volts.
  mutating func next() -> [Double] {
    let time = wearable.muscleRate.time(of: index).value
    script.take(startingBy: time) { act in
      activities += wearable.activities(of: act, seed: seed)
    }
    var values = rest.indices.map { rest[$0].next() }
    if wearable.hearsHeart {
      let beat = heartbeat.value(at: time)
      for (channel, electrode) in wearable.electrodes.enumerated() {
        values[channel] += electrode.rWave * beat
      }
    }
    for position in activities.indices where activities[position].firstIndex <= index {
      values[activities[position].channel] += activities[position].next()
    }
    activities.removeAll(where: \.isOver)
    index += 1
    return values
  }
}
