public import EpisodeRecorder
internal import Events
public import Signals
public import SpasmDetection

/// One wearable's way through the house: queue, pipeline, recorder, and what events go to.
///
/// It is a ``Replay`` of what a ``Feed`` delivers, so that a replay of the recording tells the same. It runs on one thread and
/// shares nothing with other lanes but the board and the outlets, which never wait.
public final class Lane {
  /// How a lane judges, and whom it tells.
  public struct Settings {
    /// The wearable's address, as it was named.
    public var name: String
    public var preset: Preset
    /// What is known of the electrode sites.
    public var sites: [SiteMemory?] = []
    public var clock = MonitorClock.system
    /// How often it is said that all goes on.
    public var healthInterval: Seconds = 60
    public var outlets: [any MonitorOutlet] = []
    /// Where others leave news for the lane's log.
    public var inbox = Inbox()

    /// A lane of the wearable called `name`.
    public init(name: String, preset: Preset) {
      self.name = name
      self.preset = preset
    }
  }

  /// Where others leave news for this lane's log.
  public var inbox: Inbox { settings.inbox }
  /// What is known of the electrode sites in the end.
  public private(set) var learnt: [SiteMemory?] = []
  /// Why it ended before its feed, or its recording could not be closed, where that is so.
  public private(set) var failure: (any Error)?

  private let number: Int
  private let source: QueuedSource
  private let recorder: SessionRecorder?
  private let board: Board
  private let settings: Settings
  private let begin: Seconds
  private var watch: ClockWatch
  private var front: Seconds = 0
  private var nextLook: Seconds
  private var nextHealth: Seconds
  private var nextOverrun: Seconds = 0
  private var process: ProcessMeter
  private var lastLoss: String?

  private static let lookInterval: Seconds = 1

  /// The lane of number `number` on `board`, from 0; `fill` is for a test that runs feed and lane on one thread.
  public init(
    _ feed: Feed, number: Int, recorder: SessionRecorder?, board: Board, settings: Settings,
    fill: (() -> Void)? = nil
  ) {
    source = QueuedSource(feed, fill: fill)
    self.number = number
    self.recorder = recorder
    self.board = board
    self.settings = settings
    begin = settings.clock.elapsed()
    watch = ClockWatch(settings.clock)
    process = ProcessMeter(at: begin)
    nextLook = begin + Self.lookInterval
    nextHealth = begin + settings.healthInterval
  }

  /// Monitors until the feed ends; whatever ends it, what was recorded is closed.
  public func run() {
    var replay = Replay(source, name: settings.name, preset: settings.preset)
    replay.sites = settings.sites
    replay.sink = recorder
    replay.whenIdle = { [self] in
      recorder?.idle()
      look()
    }
    replay.afterBlock = { [self] block, pipeline in
      front = max(front, source.description.streams[block.stream].rate.time(of: block.endIndex))
      board.change(number) { $0.take(block, pipeline, at: settings.clock.elapsed()) }
      look()
    }
    recorder?.onHealth = { [self] event in publish(event) }
    do {
      learnt = try replay.run { [self] event in
        recorder?.take(event)
        publish(event)
      }
    } catch {
      failure = error
    }
    source.leave()
    for health in inbox.empty() { tell(health) }
    inbox.end()
    do { try recorder?.close() } catch { failure = failure ?? error }
    board.change(number) { $0.end(reason: failure?.words ?? lastLoss) }
  }

  /// Tells news of the monitoring, in the log of the recording too.
  func tell(_ health: Health) {
    if let recorder {
      recorder.tell(health)
    } else {
      publish(Event(at: front, .health(health)))
    }
  }

  private func publish(_ event: Event) {
    board.change(number) { $0.take(event) }
    if case .health(let health) = event.body {
      if health.condition == .linkLost { lastLoss = health.detail }
      if health.condition == .linkBack { lastLoss = nil }
    }
    for outlet in settings.outlets { outlet.take(event, from: number) }
    if case .gap(let gap) = event.body, gap.cause == .overrun { tellOverrun(gap, of: event.stream ?? 0) }
  }

  private func tellOverrun(_ gap: Gap, of stream: Int) {
    let now = settings.clock.elapsed()
    guard now >= nextOverrun else { return }
    // Every gap is in the log; that it happens is said once a minute.
    nextOverrun = now + 60
    let missed = source.description.streams[stream].rate.time(of: gap.count)
    tell(
      Health(
        .overrun, detail: "\(gap.count) samples of stream \(stream) came faster than they were judged",
        missed: missed.value))
  }

  /// What is done now and then, whether or not anything comes.
  private func look() {
    let now = settings.clock.elapsed()
    guard now >= nextLook else { return }
    nextLook = now + Self.lookInterval
    inbox.pulse(at: now)
    for health in inbox.empty() { tell(health) }
    let (jump, sleep) = watch.look(settings.clock)
    if sleep > 0 { tell(Health(.suspended, missed: sleep)) }
    if jump != 0 { tell(Health(.clockJumped, missed: jump)) }
    if let recorder { board.change(number) { $0.take(freeBytes: recorder.freeBytes) } }
    guard now >= nextHealth else { return }
    nextHealth = now + settings.healthInterval
    let use = process.use(at: now)
    let account = board.account(of: number)
    tell(
      Health(
        .alive,
        vitals: Health.Vitals(
          uptime: now - begin, received: account.received, lost: account.lost, overrun: account.overrun,
          residentBytes: use.resident, processorShare: use.processor)))
  }
}
