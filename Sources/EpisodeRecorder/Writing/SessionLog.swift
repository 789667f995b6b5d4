/// The two logs of a session: what was delivered, and what became known.
///
/// Lines wait while they cannot be written; what an hour of trouble brings is kept, no more.
final class SessionLog {
  let delivery: AppendedFile
  let events: AppendedFile
  private var waitingDelivery: [UInt8] = []
  private var waitingEvents: [UInt8] = []
  /// Records that were not stored, of which no line tells yet.
  private var notStored: (first: Int64, count: Int64)?
  /// How many event lines found no room while nothing could be written.
  private var droppedLines = 0

  /// What waits at most, in bytes.
  private static let room = 4 << 20

  init(folder: SessionFolder, calls: FileCalls) throws(SessionError) {
    delivery = try AppendedFile(path: folder.delivery, calls: calls)
    events = try AppendedFile(path: folder.events, calls: calls)
  }

  /// Learns that the folder has another name.
  func isNow(in folder: SessionFolder) {
    delivery.isNow(at: folder.delivery)
    events.isNow(at: folder.events)
  }

  func add(_ lines: [DeliveryLine]) {
    if let run = notStored, !lines.isEmpty { tell(run) }
    for line in lines { waitingDelivery += line.bytes }
  }

  /// Adds an event's line.
  func add(_ line: [UInt8]) {
    guard waitingEvents.count + line.count <= Self.room else {
      droppedLines += 1
      return
    }
    waitingEvents += line
  }

  /// How many event lines found no room since this was asked last.
  func takeDroppedLines() -> Int {
    defer { droppedLines = 0 }
    return droppedLines
  }

  func addNotStored(_ record: Int64) {
    if let run = notStored, run.first + run.count == record {
      notStored = (run.first, run.count + 1)
    } else {
      if let run = notStored { tell(run) }
      notStored = (record, 1)
    }
  }

  /// Writes what waits: of deliveries first, on which the samples depend.
  func flush() throws(SessionError) {
    if let run = notStored { tell(run) }
    if !waitingDelivery.isEmpty { try delivery.append(waitingDelivery) }
    waitingDelivery.removeAll(keepingCapacity: true)
    if !waitingEvents.isEmpty { try events.append(waitingEvents) }
    waitingEvents.removeAll(keepingCapacity: true)
  }

  private func tell(_ run: (first: Int64, count: Int64)) {
    waitingDelivery += DeliveryLine.notStored(firstRecord: run.first, count: run.count).bytes
    notStored = nil
  }
}
