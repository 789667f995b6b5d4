internal import Signals

/// What the electrodes of a wearable measure, frame by frame: rest, muscles, heartbeat, and what disturbs them.
struct EMGSynthesizer: Sendable {
  private let wearable: Wearable
  private let seed: Seed
  private var script: ScriptCursor
  private var activities: [MuscleActivity] = []
  private var disturbances: [ActiveDisturbance] = []
  private var levels: RestLevels
  private var rest: [Rest]
  private var heartbeat: Heartbeat
  /// For each channel, the channels that see its muscle too.
  private let shares: [[Wearable.Share]]
  private var index: Int64 = 0

  init(_ scenario: Scenario, seed: Seed) {
    wearable = scenario.wearable
    self.seed = seed
    script = ScriptCursor(scenario, seed: seed)
    rest = wearable.electrodes.enumerated().map { [wearable] channel, electrode in
      Rest(
        wearable.rest, rms: electrode.rest, rate: wearable.muscleRate.hertz,
        seed: seed.part(.channel(channel)))
    }
    levels = RestLevels(channels: wearable.electrodes.count)
    heartbeat = Heartbeat(rate: wearable.heartRate, seed: seed)
    shares = wearable.electrodes.indices.map { [wearable] in wearable.shares(of: $0) }
  }

  /// Puts the next frame's values into `values`, one an electrode, in volts.
  mutating func next(into values: inout [Double]) {
    let time = wearable.muscleRate.time(of: index).value
    begin(by: time)
    levels.advance(to: time)
    for channel in rest.indices { values[channel] = levels[channel] * rest[channel].value(at: time) }
    if wearable.hearsHeart {
      let beat = heartbeat.value(at: time)
      for channel in values.indices { values[channel] += wearable.electrodes[channel].rWave * beat }
    }
    if !activities.isEmpty { addMuscle(to: &values) }
    if !disturbances.isEmpty { disturb(&values, at: time) }
    index += 1
  }

  /// Begins the acts that start at `time` or before.
  private mutating func begin(by time: Double) {
    var acts: [Act] = []
    script.take(startingBy: time) { acts.append($0) }
    for act in acts {
      levels.take(act)
      levels.advance(to: act.start)
      for var activity in wearable.activities(of: act, levels: levels, seed: seed) {
        activity.skip(to: index)
        activities.append(activity)
      }
      disturbances += wearable.disturbances(of: act, seed: seed)
    }
  }

  private mutating func addMuscle(to values: inout [Double]) {
    for position in activities.indices where activities[position].firstIndex <= index {
      let value = activities[position].next()
      let channel = activities[position].channel
      values[channel] += value
      for share in shares[channel] { values[share.channel] += share.gain * value }
    }
    activities.removeAll(where: \.isOver)
  }

  private mutating func disturb(_ values: inout [Double], at time: Double) {
    disturbances.removeAll { $0.isOver(by: time) }
    var replaced: [(channel: Int, value: Double)] = []
    for position in disturbances.indices where disturbances[position].firstIndex <= index {
      let channel = disturbances[position].channel
      switch disturbances[position].effect(at: time) {
      case .adds(let value): values[channel] += value
      case .replaces(let value): replaced.append((channel, value))
      }
    }
    // Nothing is added to an electrode that is off.
    for (channel, value) in replaced { values[channel] = value }
  }
}
