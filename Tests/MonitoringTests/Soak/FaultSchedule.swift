import Signals

/// What befalls a wearable that is worn for a day, the machine that listens to it, its disk and its readers.
enum FaultKind: String, CaseIterable {
  case unplugged, stalled, reset, clockSet, suspended, batteryLow, electrodeOff, slowJudge, readerBlocks
  case readerGone, diskFull, writeFails

  /// What must be in the log of each.
  var names: Set<String> {
    switch self {
    case .unplugged: ["link_lost", "link_back", "gap lost"]
    case .stalled: ["link_lost", "link_back"]
    case .reset: ["the device was restarted", "gap lost"]
    case .clockSet: ["clock_jumped"]
    case .suspended: ["suspended", "gap lost"]
    case .batteryLow: ["battery low"]
    case .electrodeOff: ["electrode off", "missing"]
    case .slowJudge: ["overrun", "gap overrun"]
    case .readerBlocks, .readerGone: ["outlet_failed", "outlet_back"]
    case .diskFull: ["paused_disk_full", "resumed"]
    case .writeFails: ["paused_failure", "resumed"]
    }
  }

  /// Whether signals are not kept while it lasts: a replay of the session cannot tell what it does not hold.
  var costsSignals: Bool { self == .diskFull || self == .writeFails }

  /// How long it lasts, in seconds; a clock is set by so many.
  var length: ClosedRange<Double> {
    switch self {
    case .unplugged: 1...40
    case .stalled: 4...12
    case .reset: 0...0
    case .clockSet: 10...7200
    case .suspended: 45...60
    case .batteryLow, .electrodeOff: 5...30
    case .slowJudge: 35...50
    case .readerBlocks: 50...70
    case .readerGone: 30...60
    case .diskFull, .writeFails: 3...15
    }
  }
}

struct Fault {
  var kind: FaultKind
  var start: Double
  var length: Double
  /// A number for what else there is to choose: a channel, a direction.
  var choice: UInt64
}

/// Faults over a stretch of time, by seed: one in each of as many slots, so that what follows each can be told from the others.
struct FaultSchedule {
  let faults: [Fault]
  /// Kinds that cost signals come in the last quarter alone.
  let firstCostly: Double

  init(count: Int, seconds: Double, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let slot = seconds / Double(count)
    let costly = FaultKind.allCases.filter(\.costsSignals)
    let others = FaultKind.allCases.filter { !$0.costsSignals }
    let last = count - max(1, count / 8)
    var faults: [Fault] = []
    var rest: [FaultKind] = []
    for number in 0..<count {
      // Each kind is as frequent as the others: all come before one comes again.
      if number == last { rest = [] }
      if rest.isEmpty { rest = (number >= last ? costly : others).shuffled(using: &generator) }
      let kind = rest.removeLast()
      let length = Double.random(in: kind.length, using: &generator)
      // Some time after it belongs to it, until all is as it was.
      let latest = max(0.2, 1 - (length + 60) / slot)
      let start = (Double(number) + Double.random(in: 0.1...max(0.11, latest), using: &generator)) * slot
      faults.append(Fault(kind: kind, start: start, length: length, choice: generator.next()))
    }
    self.faults = faults
    firstCostly = faults.first { $0.kind.costsSignals }?.start ?? seconds
  }
}
