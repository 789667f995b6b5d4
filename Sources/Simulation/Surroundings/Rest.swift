internal import Glibc
internal import Signals

/// What rest is like on all electrodes of a scenario.
struct RestCharacter: Sendable {
  /// Decibels an hour by which the level of rest drifts, up for an hour and down for the next.
  ///
  /// Sweat, gel and pressure change the skin's impedance; 8 dB an hour is more than a good electrode does.
  var drift: Decibels = 0
  /// How the tone of the muscle wanders; nil for a muscle that is silent at rest.
  var wander: Wander.Specification?

  /// The share of the power of rest that is muscle, on average over the decibels, where tone wanders.
  static let toneShare = 0.9

  /// The factor on the amplitude that the drift makes at `time` seconds.
  func driftGain(at time: Double) -> Double {
    guard drift.value != 0 else { return 1 }
    let hours = (time / 7200).truncatingRemainder(dividingBy: 1) * 2
    return pow(10, drift.value * (hours < 1 ? hours : 2 - hours) / 20)
  }
}

/// The signal of one electrode at rest: the noise of skin and amplifier, and muscle tone where it wanders.
struct Rest: Sendable {
  /// Corners of the filters that give tone the spectrum of muscle, in hertz: a median near 80, as postural units
  /// have, which are the small and slow ones.
  static let toneBand = (high: 30.0, low: [120.0, 160])

  private let character: RestCharacter
  private var noise: RestNoise
  private var tone: ShapedNoise?
  private var wander: Wander?
  private let toneRMS: Double
  /// The drift's gain, of the given twentieth of a second.
  private var drift = (point: -1.0, gain: 1.0)

  /// Rest of `rms` volts up to 500 Hz.
  init(_ character: RestCharacter, rms: Double, rate: Double, seed: Seed) {
    self.character = character
    let share = character.wander == nil ? 0 : RestCharacter.toneShare
    noise = RestNoise(rms: rms * (1 - share).squareRoot(), rate: rate, seed: seed)
    toneRMS = rms * share.squareRoot()
    wander = character.wander.map { Wander($0, generator: seed.generator(.wander)) }
    if wander != nil {
      tone = ShapedNoise(
        high: [Self.toneBand.high], low: Self.toneCorners(rate: rate), rate: rate,
        generator: seed.generator(.tone))
    }
  }

  /// Low-passes that a converter of `rate` samples a second has room for.
  static func toneCorners(rate: Double) -> [Double] { toneBand.low.map { min($0, 0.4 * rate) } }

  /// The value at `time` seconds, in volts; times rise by a sample from call to call.
  mutating func value(at time: Double) -> Double {
    var value = noise.next()
    if let gain = wander?.gain(at: time) { value += toneRMS * gain * (tone?.next() ?? 0) }
    guard character.drift.value != 0 else { return value }
    let point = (time * 20).rounded(.down)
    if point != drift.point { drift = (point, character.driftGain(at: point / 20)) }
    return value * drift.gain
  }
}
