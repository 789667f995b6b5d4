internal import Events
internal import Signals

// Hum that comes while an activity is under way: it hides what the muscle does until a notch takes it out.

/// A steady mains line, as an activity meets it.
struct LineTrace: Sendable {
  /// Hops in a row in which the line was most of the signal.
  private(set) var hops = 0
  /// The share of the signal that it had in them, added up.
  private var shares = 0.0
  /// Whether the line came with the activity, which is then no more than hum.
  private(set) var cameFirst = false

  private static let mostly: Float = 0.5

  /// Whether the line is most of the signal in `hop`.
  static func fills(_ hop: HopRecord) -> Bool { hop.line > mostly }

  /// Follows the line; `isEarly` while a line that is seen must have been there at the onset.
  mutating func follow(_ hop: HopRecord, isEarly: Bool) {
    guard Self.fills(hop) else {
      (hops, shares) = (0, 0)
      return
    }
    if hops == 0 { cameFirst = isEarly }
    hops += 1
    shares += Double(hop.line)
  }

  /// The mean share of the line in these hops; 0 where there are none.
  var share: Double { hops > 0 ? shares / Double(hops) : 0 }
}

extension Activity {
  /// Whether hum that came in the midst of the activity is most of the signal in `hop`.
  func isHidden(by hop: HopRecord, number: Int64, recognition: Int) -> Bool {
    guard LineTrace.fills(hop) else { return false }
    return line.hops > 0 ? !line.cameFirst : number - onsetHop > Int64(recognition)
  }

  /// Passes over a hop in which hum hides the muscle.
  mutating func bookHidden(_ hop: HopRecord) {
    if line.hops == 0 {
      // Hum is recognised late: what was booked since it came, and with it, is taken back.
      let booked = account.hops
      account = earlierAccounts.first
      account.bookHidden(booked - account.hops)
    }
    line.follow(hop, isEarly: false)
    account.bookHidden(1)
  }

  /// Keeps the account as it stands for when it must be taken back; called at even intervals.
  mutating func keepAccount() { earlierAccounts = (earlierAccounts.second, account) }
}

extension ChannelDetector {
  /// Ends an activity over which hum has come that no notch takes out, and adds the hum to the level of rest.
  mutating func endUnderHum(_ activity: Activity, number: Int64, scene: Scene, into queue: inout EventQueue) {
    end(activity, number: number, scene: scene, into: &queue)
    let level = track.power(last: number, count: counts.medium) ?? activity.rest
    resetRest(
      to: rest(under: activity, level: level), cause: .step, number: number, scene: scene, into: &queue)
  }

  /// The level of rest with the hum in an activity: what else there is in its `level` may be muscle.
  func rest(under activity: Activity, level: Double) -> Double {
    activity.rest + activity.line.share * level
  }

  /// Notes that a notch takes out mains hum from `now` on.
  mutating func takeOutHum(at now: Seconds, into queue: inout EventQueue) {
    humOnset = now
    guard let before = restBeforeHum, now - before.at < Self.humRecognition else { return }
    restBeforeHum = nil
    rest.set(before.power)
    reportFloor(.step, at: now, into: &queue)
  }

  /// Whether an activity was hum, which has been recognised and is taken out now.
  ///
  /// What goes on for long after that is none.
  func isHum(_ activity: Activity, until time: Seconds) -> Bool {
    guard activity.line.hops > 0 || activity.sawLine, let humOnset else { return false }
    return activity.onset <= humOnset && humOnset - activity.onset < Self.humRecognition
      && time - humOnset < Self.humAftermath
  }

  /// How long before hum is taken out it may have begun: steady hum is watched for three seconds.
  private static let humRecognition: Seconds = 4
  /// How long after that its end, and what a notch makes of that, may last.
  private static let humAftermath: Seconds = 1
}
