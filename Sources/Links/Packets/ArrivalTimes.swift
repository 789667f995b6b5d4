public import Signals

/// Puts the kernel's times of arrival, which are the calendar's, onto the clock that a monitor goes by.
///
/// The calendar may be set while a packet waits to be read, and a kernel may keep no times at all; so a time is never before that of
/// the packet before it, never after now, and never further back than packets can wait.
public struct ArrivalTimes: Sendable {
  private var last = Seconds(-Double.infinity)

  /// Nothing waits longer in a receive buffer of a running program.
  private static let longestWait: Seconds = 10

  public init() {}

  /// When a packet came that is read at `now`; `calendar` is its time and `calendarNow` the present, both in nanoseconds.
  public mutating func time(of calendar: Int64?, calendarNow: Int64, now: Seconds) -> Seconds {
    var time = now
    if let calendar {
      let waited = Seconds(Double(calendarNow.subtractingReportingOverflow(calendar).partialValue) * 1e-9)
      if waited >= 0, waited <= Self.longestWait { time = now - waited }
    }
    last = max(last, min(time, now))
    return last
  }
}
