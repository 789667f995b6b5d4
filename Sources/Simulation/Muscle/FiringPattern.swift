/// How the motor units of one muscle fire in one contraction.
enum FiringPattern: Sendable {
  case volley(Volley)
  case voluntary(Effort)
  case cramp(Cramp)
  case clonus(Clonus)
  case singleUnits(SingleUnits)

  /// A few or many units that fire once each: a fasciculation, a twitch, a jerk.
  struct Volley: Sendable {
    /// How many units.
    var units: Int
    /// Seconds over which their discharges are strewn evenly.
    var spread: Double
  }

  /// One effort of will, or several in a rhythm, with excitation that rises, stays and falls in straight lines.
  struct Effort: Sendable {
    /// Seconds from the first sign of excitation to the last, of one effort.
    var duration: Double
    var rise: Double
    var fall: Double
    /// Excitation of the plateau over the greatest there is.
    var level: Double
    /// How many efforts.
    var count = 1
    /// Seconds from one effort to the next.
    var period = 0.0
  }

  /// Units of one neighbourhood that join one after the other and fire fast, unevenly, and against the will.
  struct Cramp: Sendable {
    /// Seconds from the first unit's start to the last one's end.
    var duration: Double
    /// The part of the muscle's units that join.
    var share: Double
    /// Mean of the exponential distribution of the times at which they join, in seconds.
    var joining: Double
    /// How many short groups of discharges come after its end.
    var afterDischarges = 3
  }

  /// Volleys in a rhythm.
  struct Clonus: Sendable {
    var duration: Double
    /// Beats a second.
    var frequency: Double
    /// The part of the muscle's units that fire in a beat.
    var share = 0.6
  }

  /// One to three units that fire by themselves for long.
  struct SingleUnits: Sendable {
    var units: Int
    var duration: Double
    /// Discharges a second, of each.
    var rate: Double
  }

  /// Seconds from the end of the drive to the end of the last action potential.
  ///
  /// The low-pass of a slow converter makes potentials longer: for 200 samples a second by 48 ms.
  static let tail = ActionPotential.greatestSpan + 0.05

  /// Seconds from the start of the drive to the end of the last action potential.
  var duration: Double { aftermath.last?.upperBound ?? sustained + Self.tail }

  /// When single units fire once more after the end, in seconds from the start of the drive.
  var aftermath: [Range<Double>] {
    if case .cramp(let cramp) = self { cramp.aftermath } else { [] }
  }

  /// The time in which it neither swells nor fades, in seconds from the start of the drive; nil for a burst.
  var plateau: Range<Double>? {
    switch self {
    case .voluntary(let effort) where effort.count > 1: nil
    case .volley: nil
    default: sustained - fall > rise ? rise..<sustained - fall : nil
    }
  }

  /// Seconds from the start of the drive to its end.
  var sustained: Double {
    switch self {
    case .volley(let volley): volley.spread
    case .voluntary(let effort): Double(effort.count - 1) * effort.period + effort.duration
    case .cramp(let cramp): cramp.duration
    case .clonus(let clonus): clonus.duration
    case .singleUnits(let units): units.duration
    }
  }

  /// Seconds that it takes to swell to its plateau.
  var rise: Double {
    switch self {
    case .volley, .singleUnits, .clonus: 0
    case .voluntary(let effort): effort.rise
    case .cramp(let cramp): cramp.rise
    }
  }

  /// Seconds that it takes to fade from its plateau.
  var fall: Double {
    switch self {
    case .volley, .singleUnits, .clonus: 0
    case .voluntary(let effort): effort.fall
    case .cramp(let cramp): cramp.fall
    }
  }
}

extension FiringPattern.Cramp {
  /// Longest that a group of after-discharges can go on, its last action potential included, in seconds.
  private static let afterDischargeSpan = 5 * 0.06 + FiringPattern.tail
  /// Seconds by which the start of such a group is left to chance.
  static let afterDischargeLeeway = 0.3

  /// Seconds until 19 of 20 units have joined.
  var rise: Double { 3 * joining }

  /// Seconds over which units drop out.
  var fall: Double { 0.05 * duration }

  /// When the after-discharges happen: one group in each of these, in seconds from the cramp's start.
  var aftermath: [Range<Double>] {
    let span = Self.afterDischargeLeeway + Self.afterDischargeSpan
    return (0..<afterDischarges).map { number in
      let start = duration + 0.1 + span * Double(number)
      return start..<start + span
    }
  }
}
