internal import Signals

/// The motor units that take part in one contraction, each with its discharges.
struct Ensemble: Sendable {
  /// One unit that takes part.
  struct Member: Sendable {
    /// Its position in the pool.
    var unit: Int
    /// Discharges a second on the plateau, expected; 0 for what is not part of a plateau.
    var rate: Double
    /// Its discharges.
    var train: SpikeTrain
  }

  private(set) var members: [Member] = []
  private let seed: Seed

  /// Those of `pool` that fire as `firing` says.
  ///
  /// `choice` draws which they are, and `seed` when they fire.
  init(_ firing: FiringPattern, of pool: MotorUnitPool, choice: SeededGenerator, seed: Seed) {
    self.seed = seed
    var choice = choice
    var shared = seed.generator(.muscle)
    func neighbourhood(share: Double) -> [Int] {
      pool.neighbourhood(of: Int(share * Double(pool.units.count)), &choice)
    }
    switch firing {
    case .volley(let volley):
      for (position, unit) in pool.neighbourhood(of: volley.units, &choice).enumerated() {
        // The first and the second mark the ends, so that it lasts as long as it says.
        let time = position < 2 ? Double(position) : shared.uniform(0...1)
        add(unit, rate: 0, .group(GroupTrain(at: time * volley.spread, generator(unit))))
      }
    case .voluntary(let effort):
      let tremor = SlowWaves.tremor(&shared)
      for (position, unit) in pool.units.enumerated() where unit.threshold < effort.excitation {
        let train = VoluntaryTrain(unit, in: effort, tremor: tremor, generator(position))
        add(position, rate: unit.rate(at: effort.excitation), .voluntary(train))
      }
    case .cramp(let cramp):
      addCramp(cramp, neighbourhood(share: cramp.share), &shared)
    case .clonus(let clonus):
      for unit in neighbourhood(share: clonus.share) {
        let train = ClonusTrain(clonus, beats: shared, generator(unit))
        add(unit, rate: clonus.frequency * ClonusTrain.reliability, .clonus(train))
      }
    case .singleUnits(let singles):
      for unit in pool.neighbourhood(of: singles.units, &choice) {
        let rate = singles.rate * shared.uniform(0.9...1.1)
        add(unit, rate: rate, .steady(SteadyTrain(rate: rate, until: singles.duration, generator(unit))))
      }
    }
  }

  private func generator(_ unit: Int) -> SeededGenerator { seed.generator(.unit(unit)) }

  private mutating func add(_ unit: Int, rate: Double, _ train: SpikeTrain) {
    members.append(Member(unit: unit, rate: rate, train: train))
  }

  /// Units that join one after the other, drop out at the end, and flicker up a few times afterwards.
  private mutating func addCramp(
    _ cramp: FiringPattern.Cramp, _ units: [Int], _ shared: inout SeededGenerator
  ) {
    let drive = SlowWaves.commonDrive(&shared)
    let rate = CrampTrain.meanRate(from: cramp.rise, to: cramp.duration - cramp.fall)
    for (position, unit) in units.enumerated() {
      // The first is there from beginning to end, without a rest: it makes the cramp as long as it is.
      let joins = position == 0 ? 0 : shared.exponential(cramp.joining)
      let leaves = cramp.duration - (position == 0 ? 0 : shared.uniform(0...cramp.fall))
      let train = CrampTrain(
        from: joins, to: leaves, constant: position == 0, drive: drive, generator(unit))
      add(unit, rate: rate, .cramp(train))
    }
    for window in cramp.aftermath {
      let unit = units[Int(shared.next() % UInt64(units.count))]
      let group = GroupTrain(
        at: window.lowerBound + shared.uniform(0...FiringPattern.Cramp.afterDischargeLeeway),
        count: 2 + Int(shared.next() % 5),
        shared)
      add(unit, rate: 0, .group(group))
    }
  }
}
