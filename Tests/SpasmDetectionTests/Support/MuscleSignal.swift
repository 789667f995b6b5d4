import Foundation
import Signals

/// One channel of surface EMG in the making, in microvolts: Gaussian rest, and what is laid over it.
struct MuscleSignal {
  let rate: SampleRate
  /// RMS of rest.
  let rest: Double
  private(set) var microvolts: [Double]
  private let seed: UInt64
  private var layers: UInt64 = 0

  /// Rest of `seconds`, white.
  init(seconds: Double, rate: SampleRate, rest: Double = 2, seed: UInt64) {
    self.rate = rate
    self.rest = rest
    self.seed = seed
    var generator = SeededGenerator(seed: seed, part: 0)
    microvolts = (0..<rate.count(in: Seconds(seconds))).map { _ in rest * gaussian(&generator) }
  }

  /// Rest and contractions as marbles tell, half a second each: `.` is rest, `#` a contraction of `ratio` over
  /// rest, `t` a twitch of 0.15 s at its beginning.
  init(_ marbles: String, rate: SampleRate, ratio: Decibels = 15, rest: Double = 2, seed: UInt64) {
    let unit = 0.5
    self.init(seconds: unit * Double(marbles.count), rate: rate, rest: rest, seed: seed)
    var start: Double?
    for (position, marble) in (marbles + ".").enumerated() {
      let time = unit * Double(position)
      if marble == "#" { start = start ?? time }
      if marble != "#", let onset = start {
        contract(at: onset, for: time - onset, ratio: ratio)
        start = nil
      }
      if marble == "t" { contract(at: time, for: 0.15, ratio: ratio) }
    }
  }

  /// Lays a contraction over it, with the spectrum of surface EMG; `beats` a second modulate it fully,
  /// and it fades with the time constant `fade`.
  mutating func contract(
    at onset: Double, for duration: Double, ratio: Decibels, beats: Double = 0, fade: Double = .infinity
  ) {
    var muscle = ColouredNoise(rate: rate.hertz, seed: nextSeed())
    let rms = rest * pow(10, ratio.value / 20)
    for index in indices(from: onset, to: onset + duration) {
      let time = (Double(index) / rate.hertz) - onset
      // Squared sine: the mean of its square is 3/8, which keeps the power of the whole.
      let envelope = beats > 0 ? pow(sin(.pi * beats * time), 2) / 0.375.squareRoot() : 1
      microvolts[index] += rms * envelope * exp(-time / fade) * muscle.next()
    }
  }

  /// Multiplies the noise of rest by `factor` from `start` on; to be called before anything is laid over it.
  mutating func multiply(by factor: Double, from start: Double, to end: Double = .infinity) {
    for index in indices(from: start, to: end) { microvolts[index] *= factor }
  }

  /// Lets everything grow or shrink steadily, in decibels an hour.
  mutating func drift(decibelsAnHour: Double) {
    for index in microvolts.indices {
      microvolts[index] *= pow(10, decibelsAnHour * Double(index) / rate.hertz / 3600 / 20)
    }
  }

  /// Lets the level wander as a first-order random process does: by `deviation` decibels (standard deviation), over
  /// `memory` seconds.
  mutating func wander(by deviation: Double, memory: Double) {
    var generator = SeededGenerator(seed: nextSeed())
    let keep = exp(-0.1 / memory)
    let step = rate.count(in: 0.1)
    var (from, to) = (0.0, deviation * gaussian(&generator))
    for index in microvolts.indices {
      let place = index % step
      if place == 0 {
        from = to
        to = keep * to + deviation * (1 - keep * keep).squareRoot() * gaussian(&generator)
      }
      microvolts[index] *= pow(10, (from + (to - from) * Double(place) / Double(step)) / 20)
    }
  }

  /// Adds a mains line of RMS `rms` with a third harmonic of a fifth of it.
  mutating func hum(_ frequency: Hertz, rms: Double, from start: Double, to end: Double = .infinity) {
    for index in indices(from: start, to: end) {
      let turns = frequency.value * Double(index) / rate.hertz
      let line = sin(2 * .pi * turns) + 0.2 * sin(2 * .pi * (3 * turns + 0.2))
      microvolts[index] += rms * 2.0.squareRoot() * line
    }
  }

  /// Adds QRS-like wavelets of `height` at `perMinute`, each interval off by `variability` of itself.
  mutating func heartbeat(height: Double, perMinute: Double, variability: Double = 0.02) {
    var generator = SeededGenerator(seed: nextSeed())
    let end = Double(microvolts.count) / rate.hertz
    var beat = 0.4
    while beat < end {
      for index in indices(from: beat - 0.1, to: beat + 0.1) {
        let time = Double(index) / rate.hertz - beat
        // Q, R and S: three bumps some 25 ms apart.
        let wave = bump(time, 0, 0.011) - 0.25 * bump(time, -0.025, 0.010) - 0.35 * bump(time, 0.027, 0.012)
        microvolts[index] += height * wave
      }
      let jitter = min(2, max(-2, gaussian(&generator)))
      beat += 60 / perMinute * (1 + variability * jitter)
    }
  }

  /// A step of the electrode's potential that decays with `decay` seconds, or lasts.
  mutating func step(at time: Double, by height: Double, decay: Double = .infinity) {
    for index in indices(from: time, to: .infinity) {
      microvolts[index] += height * exp(-(Double(index) / rate.hertz - time) / decay)
    }
  }

  /// Puts one value in place of the signal.
  mutating func replace(from start: Double, to end: Double, with value: Double) {
    for index in indices(from: start, to: end) { microvolts[index] = value }
  }

  /// Clips it to plus and minus `limit`.
  mutating func clip(to limit: Double) {
    for index in microvolts.indices { microvolts[index] = min(limit, max(-limit, microvolts[index])) }
  }

  private mutating func nextSeed() -> UInt64 {
    layers += 1
    return seed &* 1000 &+ layers
  }

  private func indices(from start: Double, to end: Double) -> Range<Int> {
    let count = Double(microvolts.count)
    let low = min(count, max(0, (start * rate.hertz).rounded(.up)))
    return Int(low)..<Int(min(count, max(low, (end * rate.hertz).rounded(.up))))
  }

  private func bump(_ time: Double, _ centre: Double, _ width: Double) -> Double {
    exp(-pow((time - centre) / width, 2) / 2)
  }
}
