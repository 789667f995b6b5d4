internal import Signals

/// One parameter as a person meets it: its name, unit, meaning and limits.
public struct Parameter: Sendable {
  /// The name for `--set`, with the unit as its last part.
  public var name: String
  /// The unit's symbol; empty for a plain number.
  public var unit: String
  /// What it does, in one line.
  public var summary: String
  /// The values it may take.
  public var range: ClosedRange<Double>
  let get: @Sendable (DetectionParameters) -> Double
  let set: @Sendable (inout DetectionParameters, Double) -> Void

  init<Unit>(
    _ name: String, _ path: any WritableKeyPath<DetectionParameters, Quantity<Unit>> & Sendable,
    _ range: ClosedRange<Double>, _ summary: String
  ) {
    self.name = name
    self.unit = Unit.symbol
    self.summary = summary
    self.range = range
    get = { $0[keyPath: path].value }
    set = { $0[keyPath: path].value = $1 }
  }
}

/// Why a `--set` was refused.
public enum ParameterError: Error, Hashable, Sendable {
  case unknown(name: String, nearest: String)
  case outside(name: String, value: Double, range: ClosedRange<Double>)

  /// What is wrong and what would be right.
  public var message: String {
    switch self {
    case .unknown(let name, let nearest):
      "there is no parameter '\(name)'; did you mean '\(nearest)'? 'spasm presets' lists them"
    case .outside(let name, let value, let range):
      "\(name) = \(value) is outside \(range.lowerBound) to \(range.upperBound)"
    }
  }
}

extension DetectionParameters {
  /// Every parameter, in the order in which they are printed.
  public static let table: [Parameter] = [
    Parameter("high_pass_hz", \.highPass, 5...200, "lower edge of the muscle's band (4th-order Butterworth)"),
    Parameter(
      "low_pass_hz", \.lowPass, 30...2000, "upper edge; 0.45 of the sampling rate where that is lower"),
    Parameter(
      "notch_quality", \.notchQuality, 5...200, "centre over width of the mains notch, of each harmonic"),
    Parameter("hop_s", \.hop, 0.002...0.05, "step of the envelope"),
    Parameter("fast_window_s", \.fastWindow, 0.02...0.2, "window that finds twitches"),
    Parameter("medium_window_s", \.mediumWindow, 0.05...1, "window that finds contractions"),
    Parameter("slow_window_s", \.slowWindow, 0.3...5, "window that finds weak sustained activity"),
    Parameter(
      "false_alarm", \.falseAlarm, 1e-12...0.01, "chance that a window of steady noise passes its threshold"),
    Parameter("fast_contrast_db", \.fastContrast, 1...40, "least ratio to rest in the fast window"),
    Parameter("medium_contrast_db", \.mediumContrast, 1...40, "least ratio to rest in the medium window"),
    Parameter("slow_contrast_db", \.slowContrast, 1...40, "least ratio to rest in the slow window"),
    Parameter(
      "off_share", \.offShare, 0.1...1,
      "decibels that keep an activity going, as a share of those that start it"),
    Parameter("learn_s", \.learn, 1...60, "signal from which the level of rest is learnt at first"),
    Parameter("floor_quantile", \.floorQuantile, 0.05...0.9, "quantile of quiet levels that is called rest"),
    Parameter(
      "floor_memory_s", \.floorMemory, 10...3600, "quiet time over which the level of rest is forgotten"),
    Parameter(
      "lock_up_s", \.lockUp, 60...86400, "activity without a pause after which it is taken for a new rest"),
    Parameter(
      "wander_memory_s", \.wanderMemory, 10...86400, "how much quiet time tells how far rest wanders"),
    Parameter(
      "wander_limit_db", \.wanderLimit, 0...60, "an activity stronger than this is no swell of rest"),
    Parameter("wander_visit_s", \.wanderVisit, 0...600, "how much of one weak activity counts as swell"),
    Parameter(
      "wander_clearance_db", \.wanderClearance, 0...30, "how far above the swells an activity must rise"),
    Parameter(
      "wander_mean_db", \.wanderMean, 0...30, "how far above them a spasm's mean power must lie"),
    Parameter(
      "wander_spread_db", \.wanderSpread, 0...30,
      "quiet levels that spread further (15 to 90 %) are a restless rest"),
    Parameter("twitch_limit_s", \.twitchLimit, 0.05...2, "an activity shorter than this is a twitch"),
    Parameter("spasm_limit_s", \.spasmLimit, 0.5...30, "an activity at least this long can be a spasm"),
    Parameter("short_hang_s", \.shortHang, 0.02...1, "quiet that ends a twitch"),
    Parameter("long_hang_s", \.longHang, 0.1...10, "quiet that ends a spasm"),
    Parameter(
      "relaxation_db", \.relaxation, 10...60,
      "fall below an activity's mean power at which its muscle has let go, and rise above it that is another one"
    ),
    Parameter("relaxation_hang_s", \.relaxationHang, 0.1...10, "letting go for this long ends an activity"),
    Parameter("activity_share", \.activityShare, 0.1...1, "share of its time that a spasm is active"),
    Parameter("bout_gap_s", \.boutGap, 1...3600, "quiet that ends a bout of spasms"),
    Parameter("cluster_window_s", \.clusterWindow, 0.1...60, "three twitches within this time are a cluster"),
    Parameter(
      "motion_g", \.motionAcceleration, 0.001...1, "mean departure from standing still that is motion"),
    Parameter("motion_dps", \.motionTurn, 1...500, "mean rate of turn that is motion"),
    Parameter("motion_hold_s", \.motionHold, 0...5, "how long motion is held to last after it fell below"),
    Parameter(
      "motion_persistence_s", \.motionPersistence, 0.1...30,
      "activity after motion has stopped that motion cannot explain"),
    Parameter(
      "motion_patience_s", \.motionPatience, 0.1...30,
      "how much of that a live call waits for; if the rest does not come, it is withdrawn"),
    Parameter(
      "posture_tolerance_deg", \.postureTolerance, 1...180, "turn of posture that explains a lasting activity"
    ),
    Parameter("flat_s", \.flat, 0.02...5, "an unchanging value for this long is no signal"),
    Parameter("rejoin_s", \.rejoin, 0...120, "loss of signal that an activity may outlast"),
    Parameter(
      "noise_step_s", \.noiseStep, 1...120,
      "steady activity for this long with the colour of rest is the electrode's noise"),
    Parameter(
      "colour_tolerance", \.colourTolerance, 0...1,
      "how far on the way from the colour of rest to that of muscle still counts as rest"),
    Parameter(
      "click_share_db", \.clickShare, -20...40,
      "power below 24 Hz over power in the muscle's band from which a short activity is no muscle"),
    Parameter(
      "colour_separation_db", \.colourSeparation, 0...20,
      "how unlike rest and muscle must be for colour to tell them apart"),
    Parameter(
      "heartbeat_expected", \.heartbeatExpected, 0...1,
      "1 where the heart is near, so that few beats convince"),
    Parameter(
      "heartbeat_blank_s", \.heartbeatBlank, 0.02...0.2,
      "how far to each side of a beat the signal is not judged"),
  ]

  /// The value of the parameter called `name`.
  public subscript(name: String) -> Double? {
    Self.table.first { $0.name == name }?.get(self)
  }

  /// Sets one parameter by its name.
  public mutating func set(_ name: String, to value: Double) throws(ParameterError) {
    guard let parameter = Self.table.first(where: { $0.name == name }) else {
      throw .unknown(name: printable(name), nearest: nearestWord(to: name, of: Self.table.map(\.name)) ?? "")
    }
    guard parameter.range.contains(value) else {
      throw .outside(name: name, value: value, range: parameter.range)
    }
    parameter.set(&self, value)
  }

  /// Every parameter with its value.
  public var values: [(name: String, value: Double)] {
    Self.table.map { ($0.name, $0.get(self)) }
  }
}
