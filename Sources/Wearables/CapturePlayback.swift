internal import Links
internal import Signals

/// A capture of a device, heard again by the host that listened: the blocks are those of then.
final class CapturePlayback {
  let description: SourceDescription
  var damage: [String] {
    session.line.damaged > 0 ? ["\(session.line.damaged) frames were damaged on the way"] : []
  }
  private let records: [Capture.Record]
  private var next = 0
  private var session: DeviceSession

  /// Plays records of a device of this kind; `name` is told in errors.
  ///
  /// - Throws: ``LinkError`` where they do not tell what it carries.
  init(_ records: [Capture.Record], kind: DeviceKind, name: String) throws(LinkError) {
    var session = DeviceSession(kind)
    var next = 0
    if records.first?.direction != .connected {
      session.connect(at: Seconds(nanoseconds: records.first?.time ?? 0)) { _ in }
    }
    while session.profile == nil, next < records.count { Self.play(records, &next, &session) }
    let line = session.line
    guard let profile = session.profile, !line.streams.isEmpty else {
      throw LinkError(
        .malformed, name: name, reason: "does not tell what the device carries; capture from the start")
    }
    description = SourceDescription(
      format: "capture of the wire, \(profile.name)", streams: line.streams,
      announcedFrames: line.streams.map { _ in nil }, guesses: profile.guesses,
      ignored: line.ignored)
    self.session = session
    (self.records, self.next) = (records, next)
  }

  func next(into block: inout Block) -> Delivery {
    while true {
      switch session.line.take(into: &block) {
      // How the device fared is of that day, and not of the recording.
      case .news: continue
      case .some(let delivery): return delivery
      case nil:
        guard next < records.count else { return .end }
        Self.play(records, &next, &session)
      }
    }
  }

  /// Plays all that happened at one moment: what came, and then what was due, in that order.
  private static func play(_ records: [Capture.Record], _ next: inout Int, _ session: inout DeviceSession) {
    let time = records[next].time
    let now = Seconds(nanoseconds: time)
    var isConnecting = false
    while next < records.count, records[next].time == time {
      let record = records[next]
      switch record.direction {
      case .connected:
        session.connect(at: now) { _ in }
        isConnecting = true
      case .fromDevice:
        record.bytes.withUnsafeBytes { session.receive($0, from: record.endpoint, at: now) { _ in } }
        isConnecting = false
      case .toDevice: isConnecting = false
      }
      next += 1
    }
    // A link that was made was not spoken over in the same breath.
    if !isConnecting { session.advance(to: now) { _ in } }
  }
}
