internal import Signals

/// Acts that belong together, with times from the group's start.
typealias ActGroup = [Act]

extension Chapter {
  /// A chapter of `duration` seconds in which `groups` happen one after the other in chance order, after `opening`
  /// seconds of rest.
  ///
  /// The time that is left over is shared out between them by chance, `pause` seconds at least after each. Should it
  /// not suffice, the chapter is longer.
  init(
    lasting duration: Double, opening: Double, pause: Double = 3, _ groups: [ActGroup],
    _ generator: inout SeededGenerator
  ) {
    var groups = groups
    // Fisher and Yates, spelled out: the library's way may change.
    for last in groups.indices.dropFirst().reversed() {
      groups.swapAt(last, Int(generator.next() % UInt64(last + 1)))
    }
    let lengths = groups.map { $0.map(\.end).max() ?? 0 }
    let weights = groups.map { _ in generator.uniform(0.2...1) }
    let busy = lengths.reduce(0) { $0 + $1 + pause }
    let share = max(0, duration - opening - busy) / weights.reduce(1e-9, +)
    var time = opening
    var acts: [Act] = []
    for (number, group) in groups.enumerated() {
      acts += group.map { $0.shifted(by: time) }
      time += lengths[number] + pause + weights[number] * share
    }
    self.init(duration: max(duration, time), acts: acts)
  }
}

extension Act {
  /// The same, `seconds` later.
  func shifted(by seconds: Double) -> Act {
    var act = self
    act.start += seconds
    return act
  }
}

extension SeededGenerator {
  /// A whole number of the given range.
  mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// `count` groups, each as `make` draws it.
  mutating func groups(_ count: Int, _ make: (inout SeededGenerator) -> ActGroup) -> [ActGroup] {
    (0..<count).map { _ in make(&self) }
  }
}
