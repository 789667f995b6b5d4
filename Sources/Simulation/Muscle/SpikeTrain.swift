internal import Glibc
internal import Signals

/// The discharges of one motor unit, one after the other, in seconds from the start of the drive.
///
/// Each unit draws from a generator of its own, and what units share is a function of time: the discharges are the
/// same at any sampling rate, in any order of asking.
enum SpikeTrain: Sendable {
  /// Shortest interval between two discharges of one unit, in seconds.
  static let shortestInterval = 0.004

  case group(GroupTrain)
  case steady(SteadyTrain)
  case voluntary(VoluntaryTrain)
  case cramp(CrampTrain)
  case clonus(ClonusTrain)

  /// The next discharge; infinity when there is none.
  mutating func next() -> Double {
    switch self {
    case .group(var train):
      defer { self = .group(train) }
      return train.next()
    case .steady(var train):
      defer { self = .steady(train) }
      return train.next()
    case .voluntary(var train):
      defer { self = .voluntary(train) }
      return train.next()
    case .cramp(var train):
      defer { self = .cramp(train) }
      return train.next()
    case .clonus(var train):
      defer { self = .clonus(train) }
      return train.next()
    }
  }
}

extension SeededGenerator {
  /// An interval of the given mean and coefficient of variation 0.2, as in a willed contraction.
  mutating func steadyInterval(_ mean: Double) -> Double {
    max(SpikeTrain.shortestInterval, mean * (1 + 0.2 * gaussian()))
  }

  /// A time that is exponentially distributed with the given mean.
  mutating func exponential(_ mean: Double) -> Double { -mean * log(1 - uniform(0...1)) }
}

/// A few discharges 20 to 60 ms apart, or a single one.
struct GroupTrain: Sendable {
  private var time: Double
  private var left: Int
  private var generator: SeededGenerator

  /// `count` discharges, the first at `start`.
  init(at start: Double, count: Int = 1, _ generator: SeededGenerator) {
    time = start
    left = count
    self.generator = generator
  }

  mutating func next() -> Double {
    guard left > 0 else { return .infinity }
    left -= 1
    defer { time += generator.uniform(0.02...0.06) }
    return time
  }
}

/// A unit that fires by itself, as evenly as under will.
struct SteadyTrain: Sendable {
  private var time: Double
  private let end: Double
  private let interval: Double
  private var generator: SeededGenerator

  /// Discharges at `rate` a second until `end`.
  init(rate: Double, until end: Double, _ generator: SeededGenerator) {
    self.end = end
    self.generator = generator
    interval = 1 / rate
    time = self.generator.uniform(0...interval)
  }

  mutating func next() -> Double {
    guard time <= end else { return .infinity }
    defer { time += generator.steadyInterval(interval) }
    return time
  }
}

/// A unit in a clonus: once a beat, most of the time.
struct ClonusTrain: Sendable {
  /// Beats out of a hundred in which a unit fires (Wallace 2005: 98 % fire once a beat).
  static let reliability = 0.98
  /// Spread of its discharges about the beat, in seconds.
  private static let jitter = 0.012
  /// Relative spread of the time from beat to beat.
  private static let unevenness = 0.05

  private var beat = 0.0
  private let end: Double
  private let period: Double
  /// The same for all units, so that they know the same beats.
  private var beats: SeededGenerator
  private var generator: SeededGenerator

  init(_ clonus: FiringPattern.Clonus, beats: SeededGenerator, _ generator: SeededGenerator) {
    end = clonus.duration
    period = 1 / clonus.frequency
    self.beats = beats
    self.generator = generator
  }

  mutating func next() -> Double {
    while true {
      // Three spreads after the beat's time no discharge comes before it.
      let time = beat + min(6, max(0, 3 + generator.gaussian())) * Self.jitter
      guard time <= end else { return .infinity }
      beat += period * (1 + Self.unevenness * beats.gaussian())
      if generator.uniform(0...1) < Self.reliability { return time }
    }
  }
}
