import EpisodeRecorder
import Events
import Foundation
import RecordingFormats
import Signals
import Simulation
import SpasmDetection
import Synchronization
import Testing

@testable import Monitoring

/// One wearable's way through the house.
@Suite struct LaneTests {
  /// Keeps what it is handed.
  final class Listener: MonitorOutlet {
    private let events = Mutex<[Event]>([])

    func take(_ event: Event, from lane: Int) { events.withLock { $0.append(event) } }

    var taken: [Event] { events.withLock { $0 } }

    /// The lines that a replay repeats.
    func lines(_ streams: [StreamDescription]) -> [String] {
      let writer = EventLineWriter(streams: streams)
      return taken.filter { !["recording", "device", "health"].contains($0.type) }
        .map { String(decoding: writer.line($0), as: UTF8.self) }
    }
  }

  /// A lane and its feed on one thread, in virtual time.
  private struct Rig {
    let listener = Listener()
    let hand = HandClock()
    let board: Board
    let feed: Feed
    let lane: Lane

    init(
      _ source: any BlockSource, pace: Feed.Pace = .times(1), recorder: SessionRecorder? = nil,
      duration: Seconds? = nil, preset: Preset = Preset.all[0], fill: ((Feed, HandClock) -> Void)? = nil
    ) {
      let hand = hand
      var settings = Feed.Settings()
      settings.pace = pace
      settings.clock = hand.clock
      settings.duration = duration
      let feed = Feed(source, settings: settings)
      let wearable = Board.Wearable(
        name: "sim:test", source: source.description, preset: preset.name, session: recorder?.folder)
      board = Board([wearable], keepsTraces: true, clock: hand.clock)
      var lane = Lane.Settings(name: "sim:test", preset: preset)
      lane.clock = hand.clock
      lane.outlets = [listener]
      self.feed = feed
      self.lane = Lane(
        feed, number: 0, recorder: recorder, board: board, settings: lane,
        fill: { fill.map { $0(feed, hand) } ?? { _ = feed.step() }() })
    }
  }

  private func source(_ duration: Seconds = 60) -> SimulatedSource {
    SimulatedSource(.backSpasm, seed: 3, duration: duration)
  }

  private func replayed(_ source: any BlockSource) throws -> [String] {
    let listener = Listener()
    try Replay(source, name: "sim:test", preset: Preset.all[0]).run { listener.take($0, from: 0) }
    return listener.lines(source.description.streams)
  }

  @Test func `what is told live is what a replay of the same signal tells`() throws {
    let rig = Rig(source())
    rig.lane.run()
    #expect(rig.listener.lines(rig.feed.description.streams) == (try replayed(source())))
    #expect(rig.listener.taken.contains { if case .spasm(.confirmed, _) = $0.body { true } else { false } })
  }

  @Test func `a lane that cannot judge says why, and its feed ends`() throws {
    // Counts of unknown size, where the rules are in microvolts.
    var counts = StreamDescription.muscle()
    counts.unit = .count
    let unfit = ListedSource([counts], [.block(.counting(from: 0, frames: 10))])
    let preset = try #require(Preset.all.first { $0.legMovements != nil })
    let rig = Rig(unfit, preset: preset)
    rig.lane.run()
    let failure = try #require(rig.lane.failure as? RecordingError)
    #expect(failure.reason.contains("microvolts"))
    #expect(!rig.feed.step())
    guard case .ended(let reason) = rig.board.snapshot().wearables[0].link else {
      Issue.record("the board does not know")
      return
    }
    #expect(reason == failure.message)
  }

  @Test func `a story lasts as long as it would in life, and a minute is told when it is over`() {
    let rig = Rig(source(125))
    let begin = rig.hand.clock.elapsed()
    rig.lane.run()
    #expect(abs((rig.hand.clock.elapsed() - begin).value - 125) < 0.2)
    let alive = rig.listener.taken.compactMap { event -> Health.Vitals? in
      if case .health(let health) = event.body, health.condition == .alive { health.vitals } else { nil }
    }
    #expect(alive.count == 2)
    #expect(alive.map { ($0.uptime.value / 60).rounded() } == [1, 2])
    #expect(zip(alive, [60_000, 120_000]).allSatisfy { abs($0.received - $1) < 2000 })
  }

  @Test func `it stops after the time that was asked for`() {
    let rig = Rig(source(), duration: 20)
    rig.lane.run()
    guard case .summary(let summary)? = rig.listener.taken.last?.body else { return #expect(Bool(false)) }
    #expect(summary.ledgers[0].received == 20_000 && summary.ledgers[0].expected == 20_000)
  }

  @Test func `samples that are not judged in time are let go, counted, and told`() throws {
    // A device that sends on while nothing is judged for a minute and a half, once.
    let stream = StreamDescription.muscle()
    var items = (0..<2400).map { ListedSource.Item.block(.counting(from: Int64($0 * 50), frames: 50)) }
    items.append(.annotation(Annotation(onset: 120, text: "the end")))
    var (steps, isSlow) = (0, false)
    let rig = Rig(ListedSource([stream], items), pace: .itsOwn) { feed, hand in
      isSlow = steps == 200
      for _ in 0..<(isSlow ? 1800 : 1) {
        _ = feed.step()
        hand.move(0.05)
        steps += 1
      }
    }
    rig.lane.run()
    guard case .summary(let summary)? = rig.listener.taken.last?.body else { return #expect(Bool(false)) }
    let ledger = summary.ledgers[0]
    #expect(ledger.expected == 120_000 && ledger.lost == 0)
    // Half a minute waits; the rest of the ninety seconds is let go.
    #expect(abs(ledger.overrun - 60_000) < 200, "\(ledger.overrun)")
    let causes = rig.listener.taken.compactMap { event -> GapCause? in
      if case .gap(let gap) = event.body { gap.cause } else { nil }
    }
    #expect(causes == [.overrun])
    let told = rig.listener.taken.compactMap { event -> Health? in
      if case .health(let health) = event.body, health.condition == .overrun { health } else { nil }
    }
    #expect(told.count == 1 && told.first?.missed == Double(ledger.overrun) / 1000)
  }

  @Test func `a source that fails ends the lane, with what came before told to the end`() throws {
    let items = (0..<40).map { ListedSource.Item.block(.counting(from: Int64($0 * 50), frames: 50)) }
    let rig = Rig(ListedSource([.muscle()], items + [.failure(CableTorn())]), pace: .itsOwn)
    rig.lane.run()
    #expect(rig.feed.failure is CableTorn)
    guard case .summary(let summary)? = rig.listener.taken.last?.body else { return #expect(Bool(false)) }
    #expect(summary.ledgers[0].received == 2000)
    guard case .ended(let reason?) = rig.board.snapshot().wearables[0].link else {
      return #expect(Bool(false))
    }
    #expect(reason.contains("CableTorn"))
  }

  @Test func `what is recorded live tells the same when it is replayed, health lines and all kept`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lane-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = source(90)
    let hand = HandClock()
    let recorder = try SessionRecorder(
      in: folder.path, streams: source.description.streams,
      settings: SessionRecorder.Settings(
        source: "sim:test", device: "sim", started: WallTime(unixSeconds: 1.8e9, offset: 0),
        preset: Preset.all[0].name, parameters: [:], software: "test",
        clock: { hand.clock.elapsed().value }))
    let rig = Rig(source, recorder: recorder) { feed, hand in
      _ = feed.step()
      if hand.clock.elapsed() > 150, hand.clock.elapsed() < 150.2 { hand.set(by: 3600) }
    }
    rig.lane.run()
    #expect(rig.lane.failure == nil)
    let session = try SessionSource(path: recorder.folder.path)
    #expect(rig.listener.lines(session.description.streams) == (try replayed(session)))
    let kept = try String(contentsOfFile: recorder.folder.events, encoding: .utf8)
    #expect(kept.contains(#""condition":"alive""#) && kept.contains(#""condition":"clock_jumped""#))
    #expect(rig.board.snapshot().wearables[0].recording == .on(path: recorder.folder.path))
  }

  @Test func `the board shows what goes on: states, the trace, episodes and the bout`() {
    var states: Set<String> = []
    var longest: [TraceColumn] = []
    final class Holder { var rig: Rig? }
    let holder = Holder()
    let rig = Rig(source()) { feed, _ in
      _ = feed.step()
      guard let shown = holder.rig?.board.snapshot(window: 10).wearables[0] else { return }
      for channel in shown.channels {
        switch channel.state {
        case .learning: states.insert("learning")
        case .rest: states.insert("rest")
        case .active: states.insert("active")
        case .spasm: states.insert("spasm")
        case .movement: states.insert("movement")
        case .twitch: states.insert("twitch")
        case .electrodeOff: states.insert("off")
        }
      }
      longest = shown.channels[1].trace
    }
    holder.rig = rig
    rig.lane.run()
    holder.rig = nil
    #expect(states == ["learning", "rest", "active", "spasm", "movement", "twitch"])
    #expect(longest.count == 500 && longest.allSatisfy { $0.isKnown && $0.low <= $0.high })
    // Under a heartbeat there is none.
    #expect(longest.count { $0.envelope > 0 && $0.threshold > $0.rest } > 400)
    let shown = rig.board.snapshot().wearables[0]
    #expect(shown.counts[.spasm] == 2 && shown.episodes.count > 3)
    #expect(shown.link == .ended(reason: nil) && abs(shown.time.value - 60) < 1e-9)
  }
}
