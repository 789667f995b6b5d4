internal import Signals

/// The account of one stream of a session, counted from its files alone.
struct SessionAccount: Hashable {
  /// Frames that are in the parts and are samples.
  var stored: Int64 = 0
  /// Frames that arrived and that the recorder says it left out.
  var leftOut: Int64 = 0
  /// Frames that never arrived, and those that came too fast.
  var lost: Int64 = 0
  var overrun: Int64 = 0
  /// Values that are blank within frames that arrived.
  var blank: Int64 = 0
  /// The index after the last frame that is told of.
  var end: Int64 = 0

  /// Frames that should exist.
  var expected: Int64 { end + truncated }
  /// Frames that arrived.
  var received: Int64 { expected - lost - overrun }
  /// Frames that are in no part, and of which nothing is told: always zero, or something is wrong.
  var unexplained: Int64 { received - stored - leftOut }

  /// Frames that were announced and are beyond the end.
  private var truncated: Int64 = 0

  /// Counts every stream of a session.
  static func all(of session: SessionParts, _ log: DeliveryLog) -> [SessionAccount] {
    let covered = session.parts.map { $0.first..<$0.first + $0.records }
    let last = max(covered.map(\.upperBound).max() ?? 0, log.notStored.map(\.upperBound).max() ?? 0)
    return session.framesPerRecord.enumerated().map { stream, frames in
      let delivery = log.streams[stream]
      var account = SessionAccount()
      account.end = delivery.end ?? last * Int64(frames)
      for (range, cause) in delivery.gaps {
        let count: Int64
        if cause == .truncated {
          count = Int64(range.count)
          account.truncated += count
        } else {
          count = Int64(range.clamped(to: 0..<max(0, account.end)).count)
        }
        if cause == .overrun { account.overrun += count } else { account.lost += count }
      }
      func present(_ records: Range<Int64>) -> Int64 {
        let all = records.lowerBound * Int64(frames)..<records.upperBound * Int64(frames)
        let within = all.clamped(to: 0..<max(0, account.end))
        // Gaps are in order and do not overlap.
        let absent = delivery.gaps.reduce(Int64(0)) { sum, gap in
          gap.cause == .truncated ? sum : sum + Int64(gap.range.clamped(to: within).count)
        }
        return Int64(within.count) - absent
      }
      account.stored = covered.reduce(0) { $0 + present($1) }
      account.leftOut = log.notStored.reduce(0) { $0 + present($1) }
      account.blank = delivery.blanks.reduce(0) {
        $0 + Int64($1.range.clamped(to: 0..<max(0, account.end)).count)
      }
      return account
    }
  }
}
