import Events
import Signals
import Testing

@testable import SpasmDetection

@Suite struct LedgerTests {
  private let rate: SampleRate

  init() throws { rate = try #require(SampleRate(200)) }

  /// Plays blocks of rest that hold the given ranges of frames; gaps before them have the given causes.
  private func play(_ parts: [(frames: Range<Int64>, cause: GapCause)], announced: Int64? = nil) -> Outcome {
    let recording = Recording(MuscleSignal(seconds: 10, rate: rate, seed: 1))
    let values = recording.muscle.runs[0].values
    let blocks = parts.map { part in
      var block = Block()
      block.restart(stream: 0, firstIndex: part.frames.lowerBound, channelCount: 1)
      block.gapCause = part.cause
      block.samples.append(contentsOf: part.frames.map { values[Int($0) % values.count] })
      return block
    }
    return Outcome(recording.streams, blocks: blocks, announced: [announced])
  }

  @Test func `gaps are booked by their cause and told as events`() throws {
    let outcome = play([
      (0..<900, .lost), (1000..<1500, .lost), (1700..<2000, .overrun), (2010..<2020, .truncated),
    ])
    let ledger = try #require(outcome.summary?.ledgers.first)
    #expect(ledger.received == 1710)
    #expect(ledger.lost == 110)
    #expect(ledger.overrun == 200)
    #expect(ledger.expected == 2020)
    #expect(
      outcome.gaps == [
        Gap(firstIndex: 900, count: 100, cause: .lost), Gap(firstIndex: 1500, count: 200, cause: .overrun),
        Gap(firstIndex: 2000, count: 10, cause: .truncated),
      ])
  }

  @Test func `what a recording announced and does not have is lost`() throws {
    let outcome = play([(0..<1000, .lost)], announced: 1600)
    let ledger = try #require(outcome.summary?.ledgers.first)
    #expect(ledger.received == 1000 && ledger.lost == 600)
    #expect(outcome.gaps == [Gap(firstIndex: 1000, count: 600, cause: .truncated)])
    #expect(outcome.summary?.duration == 8)
  }

  @Test func `more than was announced is no loss`() {
    let outcome = play([(0..<1000, .lost)], announced: 900)
    #expect(outcome.summary?.ledgers.first?.expected == 1000)
    #expect(outcome.gaps.isEmpty)
  }

  @Test func `frames that come twice are taken once`() {
    let once = play([(0..<1800, .lost)])
    let twice = play([(0..<1000, .lost), (300..<600, .lost), (900..<1500, .lost), (1500..<1800, .lost)])
    #expect(twice.summary == once.summary)
    #expect(twice.gaps.isEmpty)
    #expect(twice.floors.map(\.report.rms) == once.floors.map(\.report.rms))
  }

  @Test func `a stream too slow to hold muscle is counted and not judged`() throws {
    let slow = try #require(SampleRate(50))
    var signal = MuscleSignal(seconds: 20, rate: slow, seed: 1)
    signal.contract(at: 8, for: 5, ratio: 20)
    let outcome = Outcome(Recording(signal))
    #expect(outcome.events.map(\.type) == ["summary"])
    #expect(outcome.summary?.ledgers.first?.received == 1000)
  }

  @Test func `remarks come in the order of time, between the events`() {
    let recording = Recording(MuscleSignal("............######......", rate: rate, seed: 1))
    var pipeline = Pipeline(streams: recording.streams, parameters: DetectionParameters())
    var types: [String] = []
    func hear(_ event: Event) { if !["spasm", "quality"].contains(event.type) { types.append(event.type) } }
    for block in recording.muscle.blocks(stream: 0, size: { 20 }) {
      pipeline.process(block, emit: hear)
      // Said five seconds in: after the level of rest was learnt, before the contraction.
      if block.endIndex == 1000 { pipeline.note(Annotation(onset: 5, text: "a remark")) }
    }
    pipeline.finish(emit: hear)
    #expect(types == ["floor", "note", "onset", "episode", "bout", "summary"])
  }
}
