public import Events
internal import Foundation
internal import RecordingFormats
public import Signals

/// Keeps a session: its samples, its events, and the account of both.
///
/// Whatever happens to the process or the disk, all that was written before stays readable, and no more than the last second is
/// missing. What cannot be written is left out, counted and told, and monitoring goes on.
///
/// Used by one thread. Memory does not grow with the session.
public final class SessionRecorder: BlockSink {
  /// Where the session lies.
  public let folder: SessionFolder
  /// Called with news of the recording, which are in the event log too.
  public var onHealth: ((Event) -> Void)?

  /// The wall clock at the first sample, as it was when the session began.
  public var started: WallTime { settings.started }

  /// Bytes that are free on its disk; nil where that cannot be told.
  public var freeBytes: Int64? { settings.calls.freeSpace(folder.path) }

  let streams: [StreamDescription]
  let settings: Settings
  let recordLength: Seconds
  let lines: EventLineWriter
  let disk: DiskSync
  let digests = DigestQueue()
  var assembler: RecordAssembler
  var parts: SignalParts
  var keeper: EpisodeKeeper?
  var guardian = SpaceGuard()
  var log: SessionLog
  var state = State.recording
  /// Frames that arrived and are in no part, by stream.
  var notStored: [Int64]
  var ledgers: [Ledger]?
  var written: Int64 = 0
  var lastSync: Double
  private var refused = 0
  var isClippingTold = false
  /// Tells other processes that the session is under way.
  let lock: SessionLock
  private let timeline: SessionTimeline
  var clock: WearableClock

  /// Whether what comes is written.
  enum State {
    case recording
    /// Nothing can be written; it is tried again at `retry`, in device time.
    case paused(since: Seconds, retry: Seconds)
    case closed
  }

  /// What is left free on the disk for a night of events, in bytes.
  static let reserve: Int64 = 2 << 20
  /// How often a paused recording tries to go on.
  static let retryInterval: Seconds = 1
  /// How long a data record is: no more is missing after a cut, and the second of the promise holds.
  private static let recordLength: Seconds = 0.5

  /// Begins a session in a new folder of `sessions`, named by its start.
  ///
  /// - Throws: ``SessionError`` when the streams do not fit the format, or the folder cannot be made.
  public convenience init(
    in sessions: String, streams: [StreamDescription], settings: Settings
  ) throws(SessionError) {
    try self.init(
      in: sessions, wearable: 1, timeline: SessionTimeline(), streams: streams, settings: settings)
  }

  /// Begins the part of a session that a further wearable has, counted from 2, in a folder within that of the `first`.
  ///
  /// From then on the two know nothing of each other but how their clocks lie.
  ///
  /// - Throws: ``SessionError`` when the streams do not fit the format, or the folder is there or cannot be made.
  public convenience init(
    companion number: Int, of first: SessionRecorder, streams: [StreamDescription], settings: Settings
  ) throws(SessionError) {
    try self.init(
      in: first.folder.path, wearable: number, timeline: first.timeline, streams: streams, settings: settings)
  }

  private init(
    in parent: String, wearable: Int, timeline: SessionTimeline, streams: [StreamDescription],
    settings: Settings
  ) throws(SessionError) {
    var format = EDFWriter.Settings(EDFVariant(.three, .continuous))
    format.recordDuration = Self.recordLength
    format.prefilter = "none"
    let encoding: EDFEncoding
    do throws(WritingError) {
      encoding = try EDFEncoding(of: streams, settings: format, path: parent)
    } catch {
      throw SessionError(.unsuitable, path: parent, reason: error.reason)
    }
    // Nobody else sees a session before it is described and locked.
    let hidden = try Self.makeHiddenFolder(in: parent, settings: settings)
    try Self.describe(streams, settings, encoding, in: hidden)
    lock = try SessionLock(hidden)
    log = try SessionLog(folder: hidden, calls: settings.calls)
    folder = try Self.name(hidden, in: parent, wearable: wearable, settings: settings)
    log.isNow(in: folder)
    self.streams = streams
    self.settings = settings
    recordLength = Seconds(Double(encoding.recordMicroseconds) * 1e-6)
    lines = EventLineWriter(streams: streams)
    disk = DiskSync(inBackground: settings.syncsInBackground)
    assembler = RecordAssembler(streams: streams, encoding: encoding)
    parts = SignalParts(
      folder: folder, encoding: encoding, started: settings.started, partLength: settings.partLength,
      calls: settings.calls, disk: disk)
    if settings.mode == .episodes {
      keeper = EpisodeKeeper(
        preRoll: settings.preRoll, postRoll: settings.postRoll, recordLength: recordLength)
    }
    notStored = streams.map { _ in 0 }
    self.timeline = timeline
    lastSync = settings.clock()
    clock = WearableClock(isFirst: wearable == 1, timeline: timeline, now: lastSync)
    settings.calls.syncFolder(folder.path)
    settings.calls.syncFolder(parent)
  }

  public func take(_ block: borrowing Block, from frame: Int, cause: GapCause) {
    if case .closed = state { return }
    if settings.measuresClock {
      clock.take(streams[block.stream].rate.time(of: block.endIndex), at: settings.clock())
    }
    let end = assembler.expected(of: block.stream)
    let start = block.firstIndex + Int64(frame)
    if start > end { annotateGap(stream: block.stream, first: end, count: start - end) }
    let missed = assembler.append(block, from: frame, cause: cause)
    if missed > 0 { refuse(missed, of: block.stream) }
    writeRecords()
  }

  public func giveUp(stream: Int, before end: Int64) {
    let known = assembler.expected(of: stream)
    assembler.giveUp(stream: stream, before: end)
    guard end > known else { return }
    annotateGap(stream: stream, first: known, count: end - known)
  }

  public func take(_ annotation: Annotation) {
    assembler.lines.append(.note(first: streams.isEmpty ? 0 : assembler.end(of: 0), annotation))
    parts.annotate(annotation)
  }

  /// Takes an event, in the order in which they become known.
  public func take(_ event: Event) {
    if case .closed = state { return }
    keeper?.take(event)
    switch event.body {
    case .episode(let episode):
      parts.annotate(
        Annotation(onset: episode.onset, duration: episode.duration, text: remark(on: episode, event.channel))
      )
    case .quality(let quality):
      let change = quality.present ? "begins" : "ends"
      parts.annotate(
        Annotation(onset: event.at, text: "\(quality.condition.rawValue) \(change)\(label(event.channel))"))
    case .gap(let gap) where gap.cause == .truncated:
      assembler.lines.append(
        .gap(stream: event.stream ?? 0, first: gap.firstIndex, count: gap.count, cause: gap.cause))
    case .summary(let summary): ledgers = summary.ledgers
    case .device(let state): clock.take(state)
    default: break
    }
    write(event)
    if case .episode = event.body { sync() }
  }

  private func remark(on episode: Episode, _ channel: Int?) -> String {
    let subtype = episode.subtype.map { " (\($0.rawValue))" } ?? ""
    return "\(episode.kind.rawValue)\(subtype) \(episode.id)\(label(channel))"
  }

  private func label(_ channel: Int?) -> String {
    let labels = streams.filter { $0.kind == .emg }.flatMap(\.channels).map(\.label)
    return channel.flatMap { labels.indices.contains($0) ? " on \(labels[$0])" : nil } ?? ""
  }

  private func annotateGap(stream: Int, first: Int64, count: Int64) {
    let rate = streams[stream].rate
    parts.annotateSkip(onset: rate.time(of: first), duration: rate.time(of: count))
  }

  private func refuse(_ frames: Int, of stream: Int) {
    if refused == 0 {
      tell(
        Health(.refused, detail: "\(frames) samples of stream \(stream) came for a place that was given up"))
    }
    refused += frames
  }

  /// The device time up to which records are made.
  var time: Seconds { recordLength * Double(assembler.next) }
}
