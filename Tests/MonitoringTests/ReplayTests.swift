import Events
import Monitoring
import Signals
import Simulation
import SpasmDetection
import Testing

/// A replay from its first event to its last, or to the error that ends it.
@Suite struct ReplayTests {
  private func simulation(lasting duration: Seconds?) -> SimulatedSource {
    SimulatedSource(.backSpasm, seed: 1, duration: duration)
  }

  @Test func `the header tells what is followed, and with what`() throws {
    var preset = try #require(Preset.named("back"))
    try preset.parameters.set("learn_s", to: 4)
    let replay = Replay(simulation(lasting: 1), name: "a\u{1B}[31mb", preset: preset)
    guard case .recording(let header) = replay.header.body else {
      Issue.record("the header is a \(replay.header.type)")
      return
    }
    #expect(header.source == "a[31mb" && header.preset == "back")
    #expect(header.parameters.first { $0.name == "learn_s" }?.value == 4)
    #expect(header.streams.map(\.kind) == [.emg, .accelerometer])
  }

  @Test func `a spasm is called while it goes on, and settled once`() throws {
    let preset = try #require(Preset.named("back"))
    let played = try Played(simulation(lasting: 40), preset: preset)
    let truth = try #require(
      SimulatedTruth(.backSpasm, seed: 1, duration: 40).events.first { $0.kind == "spasm" })
    let call = try #require(
      played.events.first { if case .spasm(.confirmed, _) = $0.body { true } else { false } })
    #expect(call.at < truth.end && call.channel == truth.channel)
    #expect(played.episodes.count { $0.episode.kind == .spasm && $0.episode.onset < truth.end } == 1)
  }

  @Test(arguments: [nil, 1, 1000] as [Int?]) func `blocks are announced in the order of time`(chunk: Int?)
    throws
  {
    var times: [Seconds] = []
    var replay = Replay(simulation(lasting: 3), name: "sim", preset: Preset.all[0], chunk: chunk)
    replay.beforeBlock = { times.append($0) }
    try replay.run { _ in }
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
    #expect(times.last == 3)
    #expect(times.count == 3000 / (chunk ?? 100))
  }

  @Test func `without muscle motion is announced`() throws {
    let blocks = (0..<3).map { Block.counting(from: $0 * 50, frames: 50, channels: 3) }
    var times: [Seconds] = []
    var replay = Replay(
      ListedSource([.motion], blocks.map { .block($0) }), name: "motion", preset: Preset.all[0])
    replay.beforeBlock = { times.append($0) }
    var events: [Event] = []
    try replay.run { events.append($0) }
    #expect(times == [0.5, 1, 1.5])
    #expect(events.map(\.type) == ["recording", "summary"])
  }

  @Test(arguments: [nil, 7, 1000] as [Int?])
  func `an error of the source comes out after the events so far`(chunk: Int?) throws {
    let whole = try Played(simulation(lasting: 20), chunk: chunk)
    let source = simulation(lasting: 20)
    var items: [ListedSource.Item] = []
    var block = Block()
    while case .block = source.next(into: &block), block.firstIndex < 15_000 { items.append(.block(block)) }
    let torn = ListedSource(source.description.streams, items + [.failure(CableTorn())])
    let writer = EventLineWriter(streams: source.description.streams)
    var lines: [[UInt8]] = []
    #expect(throws: CableTorn.self) {
      try Replay(torn, name: "recording", preset: Preset.all[0], chunk: chunk).run {
        lines.append(writer.line($0))
      }
    }
    // The first line names the source; the rest is the beginning of what the whole recording tells.
    #expect(lines.count > 3 && lines.count < whole.lines.count)
    #expect(Array(lines.dropFirst()) == Array(whole.lines.dropFirst().prefix(lines.count - 1)))
  }

  @Test(arguments: [nil, 50, 1000] as [Int?])
  func `an endless source is told of as it plays, and stopped from outside`(chunk: Int?) throws {
    struct Enough: Error {}
    let source = CountingSource(simulation(lasting: nil))
    var replay = Replay(source, name: "endless", preset: Preset.all[0], chunk: chunk)
    var now: Seconds = 0
    var furthest: Int64 = 0
    replay.beforeBlock = { time in
      now = time
      furthest = max(furthest, source.muscleEnd - Int64(time.value * 1000))
      if time > 60 { throw Enough() }
    }
    var lags: [Double] = []
    #expect(throws: Enough.self) { try replay.run { lags.append(now.value - $0.at.value) } }
    // Nothing is read ahead of what is processed, and nothing that is known is kept back.
    #expect(furthest <= Int64(max(chunk ?? 0, 100)))
    #expect(lags.count > 10 && lags.allSatisfy { $0 < 2.1 })
  }
}

/// Counts what is read of another source.
private final class CountingSource: BlockSource {
  private let source: any BlockSource
  /// The index after the last frame of muscle that was read.
  private(set) var muscleEnd: Int64 = 0

  init(_ source: any BlockSource) { self.source = source }

  var description: SourceDescription { source.description }
  var damage: [String] { source.damage }

  func next(into block: inout Block) throws -> Delivery {
    let delivery = try source.next(into: &block)
    if case .block = delivery, block.stream == 0 { muscleEnd = block.endIndex }
    return delivery
  }
}
