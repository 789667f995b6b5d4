/// A hop of one channel: 10 ms of signal reduced to what the decisions need.
struct HopRecord: BitwiseCopyable, Sendable {
  /// Mean square in the muscle's band, in squared digital values.
  var power: Float = 0
  /// Mean squares of the differences between samples some apart: with ``power`` they tell the colour.
  var slopes = SIMD3<Float>.zero
  /// Mean square in the heart's band.
  var heart: Float = 0
  /// The share of a steady mains line in the signal of the last second; 0 where a notch takes it out.
  var line: Float = 0
  /// The same, whether or not a notch takes it out, and the nominal frequency that it is of.
  var mains: (share: Float, hertz: Float) = (0, 0)
  /// What was wrong with it.
  var flaws: Flaws = []

  /// What can be wrong with a hop.
  struct Flaws: OptionSet, BitwiseCopyable, Sendable {
    let rawValue: UInt8
    /// Samples were absent, or a filter is still settling after they were.
    static let missing = Flaws(rawValue: 1)
    /// The value has not changed for long.
    static let flat = Flaws(rawValue: 2)
    /// Samples at a rail: loud muscle or no electrode, which only the context tells.
    static let railed = Flaws(rawValue: 4)
    /// A heartbeat covers it, or the ringing of a notch.
    static let blanked = Flaws(rawValue: 8)
    /// No judgement can be made on it.
    static let unsound: Flaws = [.missing, .flat]
  }

  /// Whether its power may be judged.
  var counts: Bool { flaws.isDisjoint(with: [.missing, .flat, .blanked]) }
}
