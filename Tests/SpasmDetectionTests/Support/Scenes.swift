import Signals

/// Scenes with a bit of everything, for laws that hold of any recording.
enum Scenes {
  /// Muscle with twitches, contractions, a click, hum, a heart, standstill and noise that grows, at `seed`'s whim.
  static func muscle(seed: UInt64, seconds: Double = 30, rate: SampleRate) -> MuscleSignal {
    var generator = SeededGenerator(seed: seed, part: 7)
    var signal = MuscleSignal(seconds: seconds, rate: rate, seed: seed)
    if seed % 3 == 0 { signal.multiply(by: 2.5, from: seconds * 0.6) }
    var time = Double.random(in: 4...6, using: &generator)
    while time < seconds {
      let durations: [Double] = [0.1, 0.3, 1, 3, 5]
      let duration = durations.randomElement(using: &generator) ?? 1
      let ratio = Decibels(Double.random(in: 10...25, using: &generator))
      signal.contract(at: time, for: duration, ratio: ratio)
      time += duration + Double.random(in: 0.5...4, using: &generator)
    }
    signal.step(at: Double.random(in: 4...seconds, using: &generator), by: 200, decay: 0.1)
    if seed % 4 == 2 { signal.heartbeat(height: 80, perMinute: 75) }
    if seed % 4 == 3 { signal.replace(from: seconds * 0.4, to: seconds * 0.4 + 0.3, with: 1) }
    if seed % 4 == 1 { signal.hum(50, rms: 8, from: seconds * 0.5) }
    return signal
  }

  /// Muscle and two motion sensors that move now and then, with losses and blanks.
  static func body(seed: UInt64, seconds: Double = 30, rate: SampleRate, motionRate: SampleRate) -> Recording
  {
    var generator = SeededGenerator(seed: seed, part: 8)
    var sensors = [
      MotionSignal(seconds: seconds, rate: motionRate, seed: seed),
      MotionSignal(.gyroscope, seconds: seconds, rate: motionRate, seed: seed + 1),
    ]
    var time = 3.0
    while time < seconds {
      let duration = Double.random(in: 0.5...3, using: &generator)
      for sensor in sensors.indices { sensors[sensor].shake(from: time, to: time + duration) }
      sensors[0].tilt(
        by: Double.random(in: -40...40, using: &generator), from: time, to: time + duration)
      time += duration + Double.random(in: 2...6, using: &generator)
    }
    let muscles = [seed, seed + 1].map { muscle(seed: $0, seconds: seconds, rate: rate) }
    var recording = Recording(muscles, motion: sensors)
    let blank = Double.random(in: 4...10, using: &generator)
    recording.muscle.blank(channel: 1, from: blank, to: blank + 0.7)
    recording.tracks[1].blank(from: blank + 1, to: blank + 1.2)
    let loss = Double.random(in: 12...20, using: &generator)
    recording.muscle.lose(from: loss, to: loss + 1.3, cause: .overrun)
    return recording
  }
}
