import Fixtures
import RecordingFormats
import Signals
import Testing

/// Random recordings with gaps through the writer and back: every frame at its own index.
@Suite("EDF round trips")
struct EDFRoundTripTests {
  /// Rates of devices; some share no second.
  private static let rates: [(Int, Int)] = [
    (200, 1), (1000, 1), (34_000, 27), (4000, 27), (50, 1), (512, 1),
  ]

  @Test(arguments: allVariants.filter(\.isPlus), 0..<MutationTests.rounds)
  func `every frame keeps its index through gaps`(variant: EDFVariant, seed: Int) throws {
    let folder = try TemporaryFolder()
    var random = Mutator(seed: UInt64(seed))
    var streams = try exampleStreams()
    for index in streams.indices {
      let (numerator, denominator) = Self.rates[random.number(below: Self.rates.count)]
      streams[index].rate = try #require(SampleRate(numerator, per: denominator))
    }
    let writer = try EDFWriter(
      path: folder.path("r"), streams: streams, settings: EDFWriter.Settings(variant))
    /// The runs of frames that were written, by stream.
    var written: [[Range<Int64>]] = [[], []]
    var clock = Seconds(0)
    var ends: [Int64] = [0, 0]
    for _ in 0..<30 {
      // A gap of both streams now and then, of one alone, or none.
      let kind = random.number(below: 10)
      let pause = Seconds(Double(random.number(below: 50_000)) / 10_000)
      let length = Seconds(Double(1 + random.number(below: 9000)) / 10_000)
      if kind == 0 { clock = clock + pause }
      for (stream, description) in streams.enumerated() {
        let start = kind == 0 ? description.rate.index(nearest: clock) : ends[stream]
        let end = description.rate.index(nearest: clock + length)
        let isLost = kind == 1 + stream
        guard end > max(start, ends[stream]), !isLost else { continue }
        let range = max(start, ends[stream])..<end
        try writer.write(
          exampleBlock(
            stream, description.channels.count, from: range.lowerBound, frames: range.count))
        written[stream].append(range)
        ends[stream] = end
      }
      if kind == 1 || kind == 2 { ends[kind - 1] = streams[kind - 1].rate.index(nearest: clock + length) }
      clock = clock + length
    }
    try writer.finish()

    let source = try openRecording(path: folder.path("r"))
    #expect(source.description.streams.map(\.rate) == streams.map(\.rate))
    let found = try frames(of: source)
    #expect(source.damage.isEmpty)
    for (stream, ranges) in written.enumerated() {
      let channels = streams[stream].channels.count
      for index in ranges.joined() {
        let expected = (0..<channels).map { exampleValue(stream, index, $0) }
        guard found[stream][index] == expected else {
          Issue.record("stream \(stream) frame \(index) is \(found[stream][index] ?? []), not \(expected)")
          return
        }
      }
    }
  }

  /// The frames of each stream by their index.
  private func frames(of source: any BlockSource) throws -> [[Int64: [Int32]]] {
    var frames: [[Int64: [Int32]]] = [[:], [:]]
    var block = Block()
    loop: while true {
      switch try source.next(into: &block) {
      case .block:
        for frame in 0..<block.frameCount {
          let values = block.samples[frame * block.channelCount..<(frame + 1) * block.channelCount]
          frames[block.stream][block.firstIndex + Int64(frame)] = Array(values)
        }
      case .annotation(let annotation): #expect(annotation.text == "BAD_ACQ_SKIP")
      case .news, .idle, .end: break loop
      }
    }
    return frames
  }
}
