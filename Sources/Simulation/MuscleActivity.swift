internal import Glibc
internal import Signals

/// The electric signal of one contraction at one electrode, sample by sample from its start.
///
/// Band-limited Gaussian noise under an envelope: what the sum of very many motor units looks like from the skin.
struct MuscleActivity: Sendable {
  /// Corners l and h, in hertz, of the usual shape of the surface spectrum, k·f²·h⁴/((f²+l²)(f²+h²)²).
  ///
  /// Shwedyk 1977; Stulen and De Luca 1981. With these its median is 85 Hz.
  static let corners = (low: 60.0, high: 120.0)

  /// Index of its first sample.
  let firstIndex: Int64
  /// How many samples it lasts.
  let count: Int64
  /// The EMG channel that sees it.
  let channel: Int
  private let envelope: Envelope
  private let amplitude: Double
  private let rate: SampleRate
  private var noise: ShapedNoise
  private var position: Int64 = 0

  /// The signal of `contraction`, a part of `act`, at an electrode whose RMS of rest is `rest` volts.
  init(_ contraction: Act.Contraction, of act: Act, rest: Double, rate: SampleRate, seed: Seed) {
    firstIndex = rate.index(nearest: Seconds(act.start + contraction.delay))
    count = Int64(rate.count(in: Seconds(contraction.firing.sustained + FiringPattern.potentialSpan)))
    channel = contraction.channel
    envelope = Envelope(contraction.firing)
    amplitude = rest * pow(10, contraction.ratio / 20)
    self.rate = rate
    noise = ShapedNoise(
      high: [Self.corners.low], low: [Self.corners.high, Self.corners.high], rate: rate.hertz,
      generator: seed.part(.act(act.number)).part(.channel(contraction.channel)).generator(.muscle))
  }

  /// Whether its last sample has been taken.
  var isOver: Bool { position >= count }

  /// The next value, in volts.
  mutating func next() -> Double {
    let strength = envelope.strength(at: rate.time(of: position).value)
    position += 1
    return amplitude * strength * noise.next()
  }
}
