public import Events
internal import Foundation
internal import RecordingFormats
internal import Signals

// How a session gets to the disk, and what happens when it does not.

extension SessionRecorder {
  /// Writes the records that are complete.
  func writeRecords() {
    while let output = assembler.take() {
      resumeIfDue()
      log.add(assembler.lines)
      assembler.lines.removeAll(keepingCapacity: true)
      guard case .record(let number, let bytes, let present) = output else { continue }
      let record = EpisodeKeeper.Record(number: number, bytes: bytes, present: present)
      tellOfClipping()
      if var keeper {
        self.keeper = nil
        keeper.take(record, keep: write, leave: leave)
        self.keeper = keeper
      } else {
        write(record)
      }
      lookAtDisk()
    }
    if settings.clock() - lastSync >= 1 { sync() }
    if settings.measuresClock, let known = clock.due(at: settings.clock()) { log.add([.clock(known)]) }
  }

  /// Writes an event's line.
  func write(_ event: Event) {
    log.add(lines.line(event))
    // Events have room of their own when signals have none.
    do throws(SessionError) { try log.flush() } catch { return pause(error) }
    let dropped = log.takeDroppedLines()
    if dropped > 0 { tell(Health(.refused, detail: "\(dropped) event lines found no room")) }
  }

  /// Says once that values do not fit: each is stored as the nearest that does.
  private func tellOfClipping() {
    guard !isClippingTold, assembler.clippedValues > 0 else { return }
    isClippingTold = true
    tell(Health(.refused, detail: "values beyond 24 bits are stored as the nearest that fit"))
  }

  /// Tells news of the recording.
  public func tell(_ health: Health) {
    let event = Event(at: time, .health(health))
    write(event)
    onHealth?(event)
  }

  func write(_ record: EpisodeKeeper.Record) {
    guard case .recording = state else { return leave(record) }
    do throws(SessionError) {
      try keepReserve(before: record.number)
      // What is told of a record is there before it.
      try log.flush()
      let before = parts.closed.count
      try parts.write(record.number, record.bytes)
      written += Int64(record.bytes.count)
      if parts.closed.count > before { digestLastPart() }
    } catch {
      leave(record)
      pause(error)
    }
  }

  func leave(_ record: EpisodeKeeper.Record) {
    log.addNotStored(record.number)
    for stream in record.present.indices { notStored[stream] += Int64(record.present[stream]) }
  }

  func digestLastPart() {
    guard let part = parts.closed.last, parts.isLastFinished else { return }
    digests.add(folder.file(part.name))
  }

  /// Called while nothing comes: what was written is brought to the disk.
  public func idle() {
    if settings.clock() - lastSync >= 1 { sync() }
  }

  /// Begins to bring what was written to the disk.
  func sync() {
    lastSync = settings.clock()
    let failure = disk.takeFailure()
    if failure > 0 { tell(Health(.notSynced, detail: String(cString: strerror(failure)))) }
    disk.sync([log.delivery, log.events] + (parts.file.map { [$0] } ?? []))
    // What is written to a file without a name is lost, and nobody would know before the end.
    do throws(SessionError) { try log.events.checkPlace() } catch { pause(error) }
  }

  private func pause(_ error: SessionError) {
    guard case .recording = state else { return }
    state = .paused(since: time, retry: time + Self.retryInterval)
    // The part ends here: what comes after a hole is a part of its own.
    parts.closePart()
    digestLastPart()
    tell(
      Health(
        error.kind == .diskFull ? .pausedDiskFull : .pausedFailure,
        detail: "signals are not recorded: \(error.message)", freeBytes: settings.calls.freeSpace(folder.path)
      ))
  }

  private func resumeIfDue() {
    guard case .paused(let since, let retry) = state, time >= retry else { return }
    do throws(SessionError) {
      // Room for a minute at least, or it would stop again at once.
      let needed = Int64(60 / recordLength.value) * Int64(max(1, assembler.recordByteCount))
      if let free = settings.calls.freeSpace(folder.path), free < needed + 2 * Self.reserve {
        throw SessionError(.diskFull, path: folder.path, reason: "no room")
      }
      try log.events.checkPlace()
      try log.flush()
      state = .recording
      tell(Health(.resumed, detail: "signals are recorded again", missed: (time - since).value))
    } catch {
      state = .paused(since: since, retry: time + Self.retryInterval)
    }
  }

  /// Leaves room for the event log and the account, which go on when signals cannot.
  private func keepReserve(before record: Int64) throws(SessionError) {
    guard record.isMultiple(of: 2), let free = settings.calls.freeSpace(folder.path), free < Self.reserve
    else {
      return
    }
    throw SessionError(
      .diskFull, path: folder.path,
      reason: "\(free >> 10) KB are left on the disk, and kept for the event log")
  }

  private func lookAtDisk() {
    guard case .recording = state, guardian.isDue(at: time), let free = settings.calls.freeSpace(folder.path)
    else { return }
    let nominal = Double(assembler.recordByteCount) / recordLength.value
    // Episodes are written at the rate at which they have come so far.
    let rate = settings.mode == .continuous ? nominal : Double(written) / max(time.value, 1)
    guard let hours = guardian.look(free: free, rate: rate) else { return }
    tell(
      Health(
        .spaceLow, detail: "the disk will be full; make room, or record to another with --to",
        freeBytes: free,
        hoursLeft: hours))
  }
}
