internal import Glibc

/// Quantiles of a level that is looked at for hours, with slow forgetting, in constant memory.
///
/// Powers are counted in bins of a quarter of a decibel over 200 dB; old counts fade with an exponential
/// weight. Exact to the bin (interpolated within it), deterministic, 6.4 kB.
///
/// - Complexity: adding is O(1); a quantile is O(bins).
public struct LevelHistogram: Sendable {
  private static let binsPerDecibel = 4.0
  private static let lowest = -60.0
  private static let binCount = 800

  private var bins: [Double]
  /// The weight of the next level: it grows where the old ones ought to shrink.
  private var weight = 1.0
  private let growth: Double
  /// The weighted number of levels counted, the newest counting one.
  public var effectiveCount: Double { total / weight }
  private var total = 0.0

  /// An empty histogram that forgets with a time constant of `memory` levels, one or more.
  public init(memory: Double) {
    precondition(memory >= 1, "a histogram remembers one level or more")
    bins = Array(repeating: 0, count: Self.binCount)
    growth = exp(1 / memory)
  }

  /// Counts one power.
  public mutating func add(power: Double) {
    guard power > 0, power.isFinite else { return }
    weight *= growth
    if weight > 1e100 { rescale() }
    let place = (10 * log10(power) - Self.lowest) * Self.binsPerDecibel
    bins[Int(min(max(place, 0), Double(Self.binCount - 1)))] += weight
    total += weight
  }

  /// The power below which `share` of the counted ones lie, or nil while none are counted.
  public func quantile(_ share: Double) -> Double? {
    guard total > 0 else { return nil }
    var missing = share * total
    var top: Double?
    for (position, count) in bins.enumerated() where count > 0 {
      if count >= missing { return Self.power(at: Double(position) + missing / count) }
      missing -= count
      top = Double(position + 1)
    }
    // The counts' sum and the total are rounded each in its way: a share near one may be missed by a hair.
    return top.map(Self.power)
  }

  /// The power at a place on the scale, in bins.
  private static func power(at place: Double) -> Double {
    pow(10, (lowest + place / binsPerDecibel) / 10)
  }

  /// Forgets everything.
  public mutating func removeAll() {
    for position in bins.indices { bins[position] = 0 }
    total = 0
    weight = 1
  }

  private mutating func rescale() {
    for position in bins.indices { bins[position] /= weight }
    total /= weight
    weight = 1
  }
}
