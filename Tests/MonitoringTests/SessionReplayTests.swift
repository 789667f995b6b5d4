import EpisodeRecorder
import Events
import Fixtures
import Foundation
import RecordingFormats
import Signals
import Simulation
import SpasmDetection
import Testing

@testable import Monitoring

/// What was recorded is replayed as it was.
@Suite struct SessionReplayTests {
  @Test(arguments: try replayableFixtures())
  func `a session tells again what was told when it was recorded`(name: String) throws {
    let source = try openFixture(name, fits24Bits: true)
    let session = try RecordedSession(source)
    #expect(RecordedSession.contract(try session.replayed()) == RecordedSession.contract(session.lines))
    let kept = try String(contentsOfFile: session.folder.events, encoding: .utf8)
    #expect(kept == session.lines.joined())
    #expect(session.folder.isClosed)
  }

  @Test func `a muscle that ends long before the motion ends there, and the account is right`() throws {
    var items: [ListedSource.Item] = []
    for second in 0..<Int64(12) {
      items.append(.block(.counting(stream: 1, from: second * 100, frames: 100, channels: 3)))
      if second < 5 { items.append(.block(.counting(from: second * 1000, frames: 1000))) }
    }
    let session = try RecordedSession(ListedSource([.muscle(), .motion], items))
    #expect(RecordedSession.contract(try session.replayed()) == RecordedSession.contract(session.lines))
    #expect(try SessionVerification(session.folder).problems.isEmpty)
  }

  @Test func `many gaps within one data record keep their causes, whatever they are`() throws {
    var random = SeededGenerator(seed: 4)
    let causes: [GapCause] = [.lost, .overrun, .discontinuity]
    var items: [ListedSource.Item] = []
    var (muscle, motion) = (Int64(0), Int64(0))
    while muscle < 8000 {
      let frames = Int.random(in: 1...60, using: &random)
      let cause = causes[Int.random(in: 0..<3, using: &random)]
      muscle += [0, 1, 7, 30].randomElement(using: &random) ?? 0
      items.append(.block(.counting(from: muscle, frames: frames, cause: cause)))
      muscle += Int64(frames)
      while motion * 10 < muscle {
        items.append(.block(.counting(stream: 1, from: motion, frames: 10, channels: 3)))
        motion += 10
      }
    }
    let session = try RecordedSession(ListedSource([.muscle(), .motion], items))
    let told = RecordedSession.contract(session.lines)
    #expect(told.count { $0.contains("\"gap\"") } > 100)
    #expect(RecordedSession.contract(try session.replayed()) == told)
  }

  @Test(arguments: [GapCause.lost, .overrun], [3, 4, 5])
  func `muscle that is away while motion goes on keeps the cause of its gap`(cause: GapCause, seconds: Int64)
    throws
  {
    var items: [ListedSource.Item] = []
    for second in 0..<Int64(12) {
      items.append(.block(.counting(stream: 1, from: second * 100, frames: 100, channels: 3)))
      guard !(4..<4 + seconds).contains(second) else { continue }
      items.append(.block(.counting(from: second * 1000, frames: 1000, cause: cause)))
    }
    let session = try RecordedSession(ListedSource([.muscle(), .motion], items))
    let told = RecordedSession.contract(session.lines)
    #expect(told.contains { $0.contains("\"cause\":\"\(cause.rawValue)\"") })
    #expect(RecordedSession.contract(try session.replayed()) == told)
  }

  @Test func `motion that came too late is late again`() throws {
    let scenario = try #require(Scenario.named("basic"))
    let source = LateMotion(SimulatedSource(scenario, seed: 5, duration: 60))
    let session = try RecordedSession(source)
    #expect(session.lines.contains { $0.contains("\"late\"") })
    #expect(RecordedSession.contract(try session.replayed()) == RecordedSession.contract(session.lines))
  }
}

/// A source whose motion comes late for some seconds, and not at all for some.
private final class LateMotion: BlockSource {
  private let source: SimulatedSource
  private var held: [Block] = []
  private var time: Seconds = 0

  var description: SourceDescription { source.description }
  var damage: [String] { [] }

  init(_ source: SimulatedSource) { self.source = source }

  func next(into block: inout Block) throws -> Delivery {
    while true {
      let isLate = (10...20).contains(time.value)
      if !isLate, !held.isEmpty {
        block = held.removeFirst()
        return .block
      }
      guard case .block = source.next(into: &block) else { return .end }
      let stream = description.streams[block.stream]
      time = max(time, stream.rate.time(of: block.endIndex))
      guard stream.kind != .emg else { return .block }
      if (30...35).contains(time.value) { continue }
      guard isLate else { return .block }
      held.append(block)
    }
  }
}

/// Rules over sessions that were recorded.
@Suite struct RelabellingTests {
  @Test(arguments: try replayableFixtures())
  func `the rules of the recording say what was said`(name: String) throws {
    let preset = Preset.all[1]
    let session = try RecordedSession(try openFixture(name, fits24Bits: true), preset: preset) {
      $0.parameters = Dictionary(preset.values.map { ($0.name, $0.value) }) { $1 }
    }
    let description = try #require(SessionReading(session.folder).description)
    let rules = try #require(try Relabelling.rules(of: description))
    #expect(rules.name == preset.name)
    let relabelling = try Relabelling(session.folder, preset: rules)
    #expect(relabelling.difference.isEmpty && relabelling.before.count == relabelling.difference.same)
  }

  @Test func `other rules are told with what they change`() throws {
    let session = try RecordedSession(try openFixture("back-spasm.edf"))
    var preset = Preset.all[0]
    // What lasts less than half a minute is no spasm then.
    try preset.parameters.set("spasm_limit_s", to: 30)
    let difference = try Relabelling(session.folder, preset: preset).difference
    #expect(difference.changed.contains { $0.before.kind == "spasm" && $0.after.kind == "brief" })
  }
}
