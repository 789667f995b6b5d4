internal import Signals

/// Tells muscle from the electrode's own noise, by colour.
///
/// An electrode that was shifted or dries gives the old noise, louder: its colour stays that of rest. Muscle has
/// a colour of its own, typical at first and learnt from this channel's strong contractions later. Where the two
/// colours are alike, as at 200 Hz, where little of either is left, the rule does not speak.
struct ColourRule: Sendable {
  private var rest = ColourSum()
  private var muscle: Colour
  private let tolerance: Double
  private let leastSeparation: Double

  /// Quiet levels after which older ones count little: a minute's worth at five a second.
  static let following = 1 / 300.0
  /// How strong, in power over rest, an activity must be for its colour to be its own, and for it to be no step
  /// of noise unless its colour is that of rest: a shifted electrode's noise seldom rises by more than 12 dB.
  private static let strong = 10.0
  private static let strongestStep = 16.0
  /// How near to the colour of rest, of the way to that of muscle, is the same: strong noise hides all else.
  private static let same = 0.15

  init(design: BandDesign, rate: SampleRate, parameters: DetectionParameters) {
    muscle = Colour.muscle(filters: design.muscle, rate: rate.hertz)
    tolerance = parameters.colourTolerance.value
    leastSeparation = parameters.colourSeparation.value
  }

  /// The colour of rest; nil while none is known.
  var restColour: Colour? { rest.colour }

  /// Begins with a colour of rest that is known, of so much power; it gives way to what is heard.
  mutating func remember(rest colour: Colour, power level: Double) {
    rest = ColourSum(
      power: level,
      slopes: level
        * SIMD3(
          ratio(colour.decibels.x), ratio(colour.decibels.y), ratio(colour.decibels.z)))
  }

  private func ratio(_ decibels: Double) -> Double { power(of: Decibels(decibels)) }

  /// Takes the colour of a quiet level.
  mutating func follow(rest levels: ColourSum) {
    rest.fade(to: 1 - Self.following)
    rest.add(levels)
  }

  /// Takes the colour of an ended activity of `ratio` over rest.
  mutating func learn(muscle colour: Colour?, ratio: Double) {
    guard ratio > Self.strong, let colour else { return }
    muscle.decibels += (colour.decibels - muscle.decibels) * 0.3
  }

  /// Whether an activity of this colour and `ratio` over rest is noise.
  ///
  /// An activity is a mixture: of its power, 1 - 1/ratio is new. Where that is muscle, the colour lies that far
  /// on the way from rest's to muscle's; where it is noise, the colour has not moved.
  ///
  /// Nil where colour cannot tell.
  func isNoise(_ colour: Colour?, ratio: Double) -> Bool? {
    guard let colour, let quiet = rest.colour,
      quiet.distance(to: muscle) > leastSeparation
    else { return ratio < Self.strongestStep ? nil : false }
    if ratio >= Self.strongestStep {
      return colour.distance(to: quiet) < Self.same * quiet.distance(to: muscle)
    }
    let share = max(0.1, 1 - 1 / ratio)
    return colour.position(from: quiet, to: muscle) < tolerance * share
  }
}
