internal import FirmwareProtocol
internal import Signals

/// What was lost and is asked for again, one run at a time, the oldest first.
struct Backfill {
  /// A run that is being asked for.
  struct Run {
    var stream: UInt8
    var first: UInt64
    var count: UInt64
    var id: UInt8
    var askedAt: Double
    /// What the device said that it would send.
    var granted: Range<UInt64>?
  }

  var run: Run?
  /// Nothing is asked before this time.
  var due = 0.0
  /// How often the run that begins at this index of a stream was asked for in vain.
  var tries: [Key: Int] = [:]

  struct Key: Hashable {
    var stream: UInt8
    var first: UInt64
  }

  /// How long a run is waited for.
  static let patience = 3.0
  static let mostTries = 5
  /// Runs whose tries are remembered.
  static let mostKeys = 1000
  /// How far the stream must have gone on beyond a run for it to be lost and not late.
  static let settling = 0.5

  mutating func progressed(at now: Seconds) { run?.askedAt = now.value }
}

extension NativeHost {
  /// Asks for the oldest run that is missing, where the device keeps samples and nothing else is being asked for.
  mutating func askForLost(at now: Seconds, _ take: (Event) -> Void) {
    guard let greeting, greeting.features.contains(.store), let current = accounts.indices.last else {
      return
    }
    if let run = backfill.run {
      guard now.value - run.askedAt >= Backfill.patience else { return }
      failRange(run)
    }
    guard now.value >= backfill.due else { return }
    for (stream, account) in accounts[current].enumerated() {
      let rate = streams[stream].rates[0]
      let settled = UInt64(Backfill.settling * Double(rate.numerator) / Double(rate.denominator))
      guard
        let lost = account.missing.first(where: { run in
          run.upperBound + settled <= account.end
            && backfill.tries[.init(stream: UInt8(stream), first: run.lowerBound), default: 0]
              < Backfill.mostTries
        })
      else { continue }
      let count = min(UInt64(lost.count), 1 << 20)
      let id = nextID()
      backfill.run = .init(
        stream: UInt8(stream), first: lost.lowerBound, count: count, id: id, askedAt: now.value)
      send(
        .range(
          stream: UInt8(stream), boot: greeting.boot, first: UInt32(truncatingIfNeeded: lost.lowerBound),
          count: UInt32(count)), id: id, take)
      return
    }
  }

  /// The device will send a part of the run; the rest it does not have.
  mutating func grantRange(_ id: UInt8, _ stream: UInt8, _ first: UInt32, _ count: UInt32, at now: Seconds) {
    guard var run = backfill.run, run.id == id, run.stream == stream, let current = accounts.indices.last
    else { return }
    let start = accounts[current][Int(stream)].unwrapped(first)
    run.granted = start..<start + UInt64(count)
    run.askedAt = now.value
    backfill.run = run
    let asked = run.first..<run.first + run.count
    let before = asked.clamped(to: asked.lowerBound..<max(asked.lowerBound, min(start, asked.upperBound)))
    giveUp(before, stream)
  }

  mutating func refuseRange(_ id: UInt8, _ result: RequestResult, at now: Seconds) {
    guard let run = backfill.run, run.id == id else { return }
    switch result {
    case .notHeld, .wrongBoot, .unsupported:
      giveUp(run.first..<run.first + run.count, run.stream)
      backfill.run = nil
    default:
      backfill.run = nil
      backfill.due = now.value + Self.patience
    }
  }

  /// The anchor that ends a range has come.
  mutating func closeRange(stream: UInt8, at index: UInt64) {
    guard let run = backfill.run, run.stream == stream, let granted = run.granted, granted.upperBound == index
    else {
      return
    }
    failRange(run)
  }

  /// Ends a run; what of it is still missing was lost on the way and is asked for again, some times.
  private mutating func failRange(_ run: Backfill.Run) {
    backfill.run = nil
    guard let current = accounts.indices.last else { return }
    let asked = run.first..<run.first + run.count
    for missing in accounts[current][Int(run.stream)].missing where missing.overlaps(asked) {
      let key = Backfill.Key(stream: run.stream, first: missing.lowerBound)
      if backfill.tries.count < Backfill.mostKeys || backfill.tries[key] != nil {
        backfill.tries[key, default: 0] += 1
      }
    }
  }

  private mutating func giveUp(_ run: Range<UInt64>, _ stream: UInt8) {
    guard !run.isEmpty, let current = accounts.indices.last else { return }
    accounts[current][Int(stream)].giveUp(
      first: UInt32(truncatingIfNeeded: run.lowerBound), count: UInt32(run.count))
  }
}
