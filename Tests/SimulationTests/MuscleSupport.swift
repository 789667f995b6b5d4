import Foundation
import Signals

@testable import Simulation

/// The rate at which most of the tests look.
let kilohertz = rate(1000)

/// A whole number of samples a second.
func rate(_ hertz: Int) -> SampleRate {
  guard let rate = SampleRate(hertz) else { preconditionFailure("a rate is positive") }
  return rate
}

/// An act of one contraction that fires as `firing`, `ratio` dB over rest.
func act(_ firing: FiringPattern, ratio: Double = 20, number: Int = 0) -> Act {
  var act = Act(
    kind: .spasm, start: 0,
    contractions: [Act.Contraction(channel: 0, delay: 0, ratio: ratio, firing: firing)])
  act.number = number
  return act
}

/// Its signal over a rest of 1 µV, in microvolts.
func signal(_ firing: FiringPattern, ratio: Double = 20, rate: SampleRate = kilohertz, seed: Int = 1)
  -> [Double]
{
  var activity = MuscleActivity(0, of: act(firing, ratio: ratio), rest: 1, rate: rate, seed: Seed(seed))
  return (0..<activity.count).map { _ in activity.next() }
}

/// The discharges of each unit that takes part, in seconds.
func discharges(_ firing: FiringPattern, seed: Int = 1) -> [[Double]] {
  var generator = Seed(seed).generator(.muscle)
  let pool = MotorUnitPool(&generator)
  let ensemble = Ensemble(firing, of: pool, choice: generator, seed: Seed(seed))
  return ensemble.members.map { member in
    var train = member.train
    var times: [Double] = []
    while case let time = train.next(), time < .infinity { times.append(time) }
    return times
  }
}

/// The times between neighbours.
func intervals(_ times: some Collection<Double>) -> [Double] { zip(times.dropFirst(), times).map { $0 - $1 } }

func mean(_ values: some Collection<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

/// Spread over mean.
func variation(_ values: some Collection<Double>) -> Double {
  let middle = mean(values)
  return mean(values.map { ($0 - middle) * ($0 - middle) }).squareRoot() / middle
}

func rms(_ values: some Collection<Double>) -> Double { mean(values.map { $0 * $0 }).squareRoot() }

/// Power at the frequencies k / 256 of the rate, k = 1…127, by a plain Fourier sum over segments.
func spectrum(_ values: [Double]) -> [Double] {
  let length = 256
  return (1..<length / 2).map { k in
    let wave = (0..<length).map { n in
      (cos(2 * .pi * Double(k * n) / Double(length)), sin(2 * .pi * Double(k * n) / Double(length)))
    }
    var power = 0.0
    for start in stride(from: 0, through: values.count - length, by: length) {
      var (real, imaginary) = (0.0, 0.0)
      for n in 0..<length {
        real += values[start + n] * wave[n].0
        imaginary += values[start + n] * wave[n].1
      }
      power += real * real + imaginary * imaginary
    }
    return power
  }
}

/// The frequency below which `share` of the power of `values` lies, at 1000 samples a second.
func frequency(below share: Double, of values: [Double]) -> Double {
  let power = spectrum(values)
  var left = share * power.reduce(0, +)
  for (index, value) in power.enumerated() {
    left -= value
    if left < 0 { return Double(index + 1) * 1000 / 256 }
  }
  return 500
}

/// What each electrode of `scenario` sees in the first `seconds`, in volts, before any converter.
func volts(_ scenario: Scenario, seed: Int = 1, seconds: Double) -> [[Double]] {
  var synthesizer = EMGSynthesizer(scenario, seed: Seed(seed))
  var frame = scenario.wearable.electrodes.map { _ in 0.0 }
  var channels = frame.map { _ in [Double]() }
  for _ in 0..<Int(seconds * scenario.wearable.muscleRate.hertz) {
    synthesizer.next(into: &frame)
    for (channel, value) in frame.enumerated() { channels[channel].append(value) }
  }
  return channels
}

/// A scenario of one endless chapter that holds `acts`.
func scenario(on wearable: Wearable = .lowerLeg, _ acts: [Act]) -> Scenario {
  Scenario(
    name: "given", summary: "", defaultDuration: 60, wearable: wearable,
    chapter: { number, _ in Chapter(duration: 100_000, acts: number == 0 ? acts : []) })
}

/// Amplitude of the wave of `frequency` hertz in `values`, at `rate` samples a second.
func amplitude(at frequency: Double, of values: some Collection<Double>, rate: Double = 1000) -> Double {
  var (real, imaginary) = (0.0, 0.0)
  for (index, value) in values.enumerated() {
    let angle = 2 * .pi * frequency * Double(index) / rate
    (real, imaginary) = (real + value * cos(angle), imaginary + value * sin(angle))
  }
  return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(values.count)
}
