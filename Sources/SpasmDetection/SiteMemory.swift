internal import Signals

/// What is known of one electrode site from earlier recordings.
///
/// Amplitudes are RMS values in the muscle's band, in microvolts, or in counts where the unit is unknown. With it a
/// recording that begins in the middle of a spasm is understood: its first seconds are far above the rest that was
/// known, and are not taken for rest.
public struct SiteMemory: Hashable, Sendable, Codable {
  /// RMS at rest.
  public var rest: Double
  /// The colour of rest, as the detection measures it: three numbers in decibels.
  public var colour: SIMD3<Double>?
  /// The strongest that the muscle has shown, as it is followed; nil before it has shown anything.
  public var strength: Double?
  /// RMS of the strongest voluntary contraction (MVC), where one was measured: severity is told as a share of it.
  public var maximum: Double?

  /// What is known of a site; amplitudes are positive.
  public init(
    rest: Double, colour: SIMD3<Double>? = nil, strength: Double? = nil, maximum: Double? = nil
  ) {
    self.rest = rest
    self.colour = colour
    self.strength = strength
    self.maximum = maximum
  }

  /// What an amplitude can be in any unit: far more than any converter holds.
  private static let amplitudes = 1e-9...1e12

  /// Whether its values can be those of a signal.
  public var isPlausible: Bool {
    let colourIsSound = colour.map { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite } ?? true
    return colourIsSound && [rest, strength, maximum].allSatisfy { $0.map(Self.amplitudes.contains) ?? true }
  }
}

extension ChannelDetector {
  /// What was learnt of the site by now; nil while rest is not known.
  var siteMemory: SiteMemory? {
    guard let rest = rest.power else { return memory }
    let learnt = SiteMemory(
      rest: rest.squareRoot() * scale, colour: colours.restColour?.decibels ?? memory?.colour,
      strength: strength.power.map { $0.squareRoot() * scale },
      maximum: memory?.maximum)
    return learnt.isPlausible ? learnt : memory
  }

  /// Begins with what is known of the site.
  mutating func remember(_ memory: SiteMemory) {
    self.memory = memory
    if let known = memory.strength { strength = MuscleStrength(power: digitalPower(of: known)) }
  }

  /// Puts the remembered level of rest in the place of one that was just learnt and lies far above it.
  mutating func recallRest() -> Bool {
    guard let learnt = rest.power, let memory else { return false }
    let known = digitalPower(of: memory.rest)
    guard learnt > known * Self.suspicious else { return false }
    rest.set(known)
    if let colour = memory.colour { colours.remember(rest: Colour(decibels: colour), power: known) }
    return true
  }

  /// Four times the power, 6 dB: electrodes differ by less from day to day on one site, and spasms by more.
  private static let suspicious = 4.0

  private func digitalPower(of rms: Double) -> Double { rms * rms / (scale * scale) }
}
