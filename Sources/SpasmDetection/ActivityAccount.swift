internal import Glibc
internal import Signals

/// What has been booked of an activity, hop by hop.
struct ActivityAccount: Sendable {
  /// Its latest hop that was active.
  private(set) var lastActive: Int64
  private(set) var active = 0
  private(set) var judged = 0
  private(set) var unsound = 0
  private(set) var blanked = 0
  private var power = 0.0
  /// The sum of the logarithms of what `power` sums up.
  private var logPower = 0.0
  private(set) var peak = 0.0
  /// What its colour follows from.
  private(set) var colour = ColourSum()
  /// The spread of its levels in decibels.
  private(set) var unevenness = Spread()

  /// The account of an activity that begins at hop `onset`.
  init(onset: Int64) { lastActive = onset }

  /// Books a hop; of one in motion the colour is not the muscle's.
  mutating func book(_ hop: HopRecord, number: Int64, isActive: Bool, isMoving: Bool) {
    if hop.flaws.contains(.blanked) { blanked += 1 }
    if !hop.flaws.isDisjoint(with: .unsound) { unsound += 1 }
    guard hop.counts else { return }
    judged += 1
    guard isActive else { return }
    active += 1
    power += Double(hop.power)
    logPower += log(max(Double(hop.power), 1e-30))
    if !isMoving { colour.add(hop) }
    lastActive = number
  }

  /// Books so many hops of which nothing can be said.
  mutating func bookHidden(_ count: Int) { blanked += count }

  /// Books the power of a medium window, as far as it is the highest.
  mutating func book(peak power: Double) { peak = max(peak, power) }

  /// Books the power of a medium window in the middle of the activity.
  mutating func book(level power: Double) { unevenness.add(10 * log10(max(power, 1e-30))) }

  /// Ends before hop `number`.
  mutating func cut(before number: Int64) { lastActive = min(lastActive, number - 1) }

  /// All hops booked.
  var hops: Int { judged + unsound + blanked }

  /// Mean power while active; nil where nothing was.
  var meanPower: Double? { active > 0 ? power / Double(active) : nil }

  /// Power while active as a rule, which a burst does not raise: the geometric mean.
  var usualPower: Double? { active > 0 ? exp(logPower / Double(active)) : nil }

  /// The share of the judged hops that were active.
  var activeShare: Double { judged > 0 ? Double(active) / Double(judged) : 0 }
}
