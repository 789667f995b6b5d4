/// What reaches one electrode and does not come from muscle, as a part of an act.
struct Disturbance: Sendable {
  enum Kind: Sendable {
    /// Mains hum at `frequency` hertz with its third harmonic, `strength` times the electrode's rest in RMS, which
    /// comes and goes within `swell` seconds: at once where something is switched, slowly where someone walks up.
    case mains(frequency: Double, strength: Double, swell: Double = 0)
    /// The noise of rest is from now on `factor` times what the electrode has by nature: a re-seated electrode.
    case level(factor: Double)
    /// The electrode is off, and its amplifier at a rail.
    case rail
    /// The line is dead: the same number again and again.
    case flat
    /// A jump by `height` volts that decays with the time constant `decay`, in seconds.
    case pop(height: Double, decay: Double)
    /// A wander below 5 Hz, `height` volts RMS in its middle, as movement of electrode and skin makes.
    case sway(height: Double)
  }

  var kind: Kind
  /// The EMG channel.
  var channel: Int
  /// Seconds from the act's start.
  var delay: Double
  /// Seconds until it is over; a new level stays, and has none.
  var duration: Double
}
