import Signals
import Simulation
import Testing

/// All samples of a source, stream by stream.
func samples(of source: SimulatedSource) -> [[Int32]] {
  var streams = source.description.streams.map { _ in [Int32]() }
  var block = Block()
  while case .block = source.next(into: &block) { streams[block.stream] += block.samples }
  return streams
}

@Suite struct SourceContractTests {
  @Test(arguments: ["basic", "back-spasm", "four-channels"], [1, 10, 99, 1000])
  func `blocks keep the contract of sources`(name: String, framesPerBlock: Int) throws {
    let scenario = try #require(Scenario.named(name))
    let source = SimulatedSource(scenario, seed: 5, duration: 12.345, framesPerBlock: framesPerBlock)
    let streams = source.description.streams
    var ends = streams.map { _ in Int64(0) }
    var block = Block()
    while case .block = source.next(into: &block) {
      let stream = streams[block.stream]
      #expect(block.frameCount > 0 && block.samples.count == block.frameCount * stream.channels.count)
      #expect(block.firstIndex == ends[block.stream])
      ends[block.stream] = block.endIndex
      #expect(Double(block.frameCount) / stream.rate.hertz <= 1)
      // Motion comes before the muscle of the same span.
      let muscle = streams[0].rate.time(of: ends[0])
      for (stream, end) in zip(streams, ends).dropFirst() {
        let motion = stream.rate.time(of: end)
        #expect(motion >= muscle && motion - muscle <= 1)
      }
    }
    #expect(ends == source.description.announcedFrames)
    #expect(ends[0] == 12345 && ends.dropFirst().allSatisfy { $0 == 1235 })
  }

  @Test(arguments: Scenario.all.map(\.name))
  func `a seed tells one story, in blocks of any size`(name: String) throws {
    let scenario = try #require(Scenario.named(name))
    let first = samples(of: SimulatedSource(scenario, seed: 1, duration: 6))
    let cut = SimulatedSource(scenario, seed: 1, duration: 6, framesPerBlock: 7)
    #expect(first == samples(of: cut))
    #expect(first != samples(of: SimulatedSource(scenario, seed: 2, duration: 6)))
  }

  @Test(arguments: [1, 64, 1000]) func `the samples do not depend on the blocks`(framesPerBlock: Int) {
    let whole = samples(of: SimulatedSource(.backSpasm, seed: 3, duration: 14))
    let cut = SimulatedSource(.backSpasm, seed: 3, duration: 14, framesPerBlock: framesPerBlock)
    #expect(samples(of: cut) == whole)
  }

  @Test func `a longer recording begins as a shorter one`() {
    let short = samples(of: SimulatedSource(.backSpasm, seed: 4, duration: 9))
    let long = samples(of: SimulatedSource(.backSpasm, seed: 4, duration: 15))
    for (short, long) in zip(short, long) { #expect(Array(long.prefix(short.count)) == short) }
  }

  @Test func `without a duration there is no end`() {
    let source = SimulatedSource(.basic, seed: 1, framesPerBlock: 1000)
    #expect(source.description.announcedFrames == [nil, nil])
    var block = Block()
    for _ in 0..<180 {
      guard case .block = source.next(into: &block) else {
        Issue.record("the source ended")
        return
      }
    }
  }

  @Test func `scenarios are found by their names`() {
    #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
    #expect(Scenario.named("back-spasm")?.site == "trunk")
    #expect(Scenario.named("ballet") == nil)
  }
}
