public import Events

/// What is wrong with an electrode, as far as its signal tells.
///
/// Two channels that are swapped look like two channels that are not: that is never found.
public enum ElectrodeFinding: Hashable, Sendable {
  /// No signal of muscle: flat, railed or missing.
  case off(Quality.Condition)
  /// A line of the mains at least as strong as all else together.
  case hum(ChannelReading.MainsLine)
  /// Rest is louder than that of an electrode that sits well: its RMS in microvolts.
  case loudRest(Double)
  /// The level of rest has risen at once, to so many times what it was.
  case noiseStep(Double)
  /// The level of rest has crept up, to so many times what it was: gel that dries, or an electrode that comes loose.
  case dryingOut(Double)

  /// What it is, whatever its size.
  public enum Kind: Int, Hashable, Sendable, CaseIterable {
    case off, hum, loudRest, noiseStep, dryingOut
  }

  /// What it is, whatever its size.
  public var kind: Kind {
    switch self {
    case .off: .off
    case .hum: .hum
    case .loudRest: .loudRest
    case .noiseStep: .noiseStep
    case .dryingOut: .dryingOut
    }
  }
}
