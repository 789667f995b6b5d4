internal import Glibc
internal import Signals

/// The motor units of one muscle, from the first recruited to the last, as one electrode above it sees them.
///
/// Fuglevand, Winter and Patla 1993: thresholds spread exponentially over a thirtyfold range of excitation; rates
/// grow by one discharge a second for each unit of excitation, from 8 at the threshold to a peak of 35 for the
/// first unit and 25 for the last.
struct MotorUnitPool: Sendable {
  /// How many units there are.
  static let count = 120
  /// Threshold of the last unit over that of the first.
  static let recruitmentRange = 30.0
  /// Discharges a second at the threshold.
  static let lowestRate = 8.0
  /// Peak discharges a second of the first unit and of the last.
  static let peakRates = (first: 35.0, last: 25.0)
  /// Excitation at which the last unit reaches its peak rate.
  static let greatestExcitation = recruitmentRange + peakRates.last - lowestRate

  /// One motor unit.
  struct Unit: Sendable {
    /// Excitation at which it begins to fire.
    var threshold: Double
    /// Most discharges a second that it is driven to.
    var peakRate: Double
    /// Millimetres below the skin.
    var depth: Double
    /// Millimetres along the skin.
    var place: Double
    /// What its discharge looks like at the electrode.
    var potential: ActionPotential

    /// Discharges a second at `excitation`; none below its threshold.
    func rate(at excitation: Double) -> Double {
      excitation < threshold ? 0 : min(peakRate, excitation - threshold + MotorUnitPool.lowestRate)
    }
  }

  /// The units in the order of their thresholds.
  let units: [Unit]

  /// A muscle that `generator` draws.
  init(_ generator: inout SeededGenerator) {
    units = (1...Self.count).map { number in
      let rank = Double(number) / Double(Self.count)
      let threshold = pow(Self.recruitmentRange, rank)
      let depth = generator.uniform(3...18)
      return Unit(
        threshold: threshold,
        peakRate: Self.peakRates.first
          - (Self.peakRates.first - Self.peakRates.last) * threshold / Self.recruitmentRange,
        depth: depth, place: generator.uniform(0...30),
        potential: ActionPotential(
          // Units that are recruited later are larger; fat and muscle in between take their share.
          amplitude: pow(Self.recruitmentRange, 0.8 * rank) * exp(-depth / 8) * generator.uniform(0.6...1.4),
          order: generator.uniform(0...1) < 0.5 ? .first : .second,
          width: generator.uniform(0.0018...0.004) * (0.8 + 0.025 * depth)))
    }
  }

  /// The positions of `count` units that lie closest together around one that `generator` draws.
  func neighbourhood(of count: Int, _ generator: inout SeededGenerator) -> [Int] {
    let centre = units[Int(generator.next() % UInt64(units.count))]
    func distance(_ position: Int) -> Double {
      hypot(units[position].depth - centre.depth, units[position].place - centre.place)
    }
    let nearest = units.indices.sorted { distance($0) < distance($1) }
    return Array(nearest.prefix(max(1, min(count, units.count))))
  }
}
