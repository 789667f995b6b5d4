import Scoring
import Signals
import SpasmDetection
import Testing

@testable import Monitoring

/// The pass through a recording that finds onsets with hindsight.
@Suite struct OfflineOnsetsTests {
  /// Noise of two channels at 1 kHz, in blocks of `chunk` frames: rest, and on channel 1 a tenfold power from 4 s to 6 s.
  private func recording(chunk: Int, without lost: Range<Int> = 0..<0, missing: Range<Int> = 0..<0)
    -> ListedSource
  {
    var generator = SeededGenerator(seed: 5)
    let frames = (0..<8000).map { index in
      (0..<2).map { channel in
        let sum = (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &generator) }
        let value = Int32(sum * (channel == 1 && (4000..<6000).contains(index) ? 3162 : 1000)) + 50_000
        return missing.contains(index) ? Block.missing : value
      }
    }
    var items: [ListedSource.Item] = []
    var index = 0
    while index < frames.count {
      if lost.contains(index) { index = lost.upperBound }
      var block = Block(stream: 0, channelCount: 2)
      block.firstIndex = Int64(index)
      let end = min(index + chunk, index < lost.lowerBound ? lost.lowerBound : frames.count, frames.count)
      block.samples = frames[index..<end].flatMap(\.self)
      items.append(.block(block))
      index = end
    }
    return ListedSource([.muscle(channels: 2)], items)
  }

  private let event = Truth.Event(channel: 1, kind: "spasm", start: 4, end: 6)

  private func onset(_ source: ListedSource, others: [Truth.Event] = []) throws -> Double? {
    let truth = Truth(id: "a", rate: 1000, channels: 2, duration: 8, events: [event] + others)
    var search = OfflineOnsets(truth, parameters: DetectionParameters())
    try search.run(through: source)
    return search.onsets[event]
  }

  @Test func `a step is found to a few milliseconds, without the filters' delay`() throws {
    // At 10 dB the bound on the deviation is 1.1 ms; three times the oracle's 2.3 ms leaves room for one draw.
    let found = try #require(try onset(recording(chunk: 100)))
    #expect(abs(found - 4) < 0.007)
  }

  @Test(arguments: [1, 7, 333, 1000, 8000]) func `blocks of any size give the same`(chunk: Int) throws {
    #expect(try onset(recording(chunk: chunk)) == onset(recording(chunk: 100)))
  }

  @Test func `nothing is found across a gap or missing samples, and rest may have some`() throws {
    #expect(try onset(recording(chunk: 50, without: 3700..<3750)) == nil)
    #expect(try onset(recording(chunk: 50, missing: 4200..<4210)) == nil)
    let found = try #require(try onset(recording(chunk: 50, without: 1000..<2950)))
    #expect(abs(found - 4) < 0.007)
  }

  @Test func `only spasms and twitches that are to be found are sought`() throws {
    var weak = Truth.Event(channel: 0, kind: "twitch", start: 7, end: 7.1, ignored: true)
    let truth = Truth(
      id: "a", rate: 1000, channels: 2, duration: 8,
      events: [event, weak, Truth.Event(channel: 0, kind: "voluntary", start: 3, end: 4)])
    var search = OfflineOnsets(truth, parameters: DetectionParameters())
    try search.run(through: recording(chunk: 100))
    #expect(search.soughtCount == 1 && search.onsets.count == 1)
    weak.ignored = false
    search = OfflineOnsets(
      Truth(id: "a", rate: 1000, channels: 2, duration: 8, events: [weak]), parameters: DetectionParameters())
    try search.run(through: recording(chunk: 100))
    #expect(search.soughtCount == 1)
  }

  @Test func `hum does not move an onset when the truth tells of it`() throws {
    let source = recording(chunk: 100)
    let band = MuscleBand(.muscle(channels: 2), parameters: DetectionParameters(), mains: 50)
    let plain = MuscleBand(.muscle(channels: 2), parameters: DetectionParameters(), mains: nil)
    // Narrow notches ring long and hold next to none of the energy.
    #expect(abs((band.delay - plain.delay).value) < 0.02 && plain.delay.value < 0.003)
    let artefact = Truth.Artefact(kind: "mains_50Hz", start: 0, end: 8, channels: [0, 1])
    var search = OfflineOnsets(
      Truth(id: "a", rate: 1000, channels: 2, duration: 8, events: [event], artefacts: [artefact]),
      parameters: DetectionParameters())
    try search.run(through: source)
    let found = try #require(search.onsets[event])
    #expect(abs(found - 4) < 0.01)
  }
}
