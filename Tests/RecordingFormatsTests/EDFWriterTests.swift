import Fixtures
import RecordingFormats
import Signals
import Testing

/// A muscle stream of two channels at 200 Hz and a motion stream of three at 50 Hz.
func exampleStreams(rails: ClosedRange<Int32>? = nil) throws -> [StreamDescription] {
  let emg = try #require(SampleRate(200))
  let motion = try #require(SampleRate(50))
  return [
    StreamDescription(
      kind: .emg, rate: emg, unit: .volt,
      channels: ["EMG RF", "biceps femoris"].map {
        ChannelDescription(label: $0, gain: 1e-7, offset: 0, rails: rails)
      }),
    StreamDescription(
      kind: .accelerometer, rate: motion, unit: .standardGravity,
      channels: ["ACCX", "ACCY", "ACCZ"].map { ChannelDescription(label: $0, gain: 0.000125, rails: rails) }),
  ]
}

/// A block of `frames` frames whose values tell stream, index and channel apart.
func exampleBlock(_ stream: Int, _ channels: Int, from index: Int64, frames: Int) -> Block {
  var block = Block()
  block.restart(stream: stream, firstIndex: index, channelCount: channels)
  for frame in index..<index + Int64(frames) {
    for channel in 0..<channels { block.samples.append(exampleValue(stream, frame, channel)) }
  }
  return block
}

/// Values within 16 bits, and beyond 8, with either sign.
func exampleValue(_ stream: Int, _ frame: Int64, _ channel: Int) -> Int32 {
  Int32((frame * 37 + Int64(channel) * 1009 + Int64(stream) * 5003) % 60_001) - 30_000
}

let allVariants: [EDFVariant] = [EDFVariant.SampleWidth.two, .three].flatMap { width in
  [EDFVariant.Continuity.plain, .continuous, .discontinuous].map { EDFVariant(width, $0) }
}

@Suite("EDF writer")
struct EDFWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func settings(_ variant: EDFVariant) -> EDFWriter.Settings {
    var settings = EDFWriter.Settings(variant)
    settings.started = "2026-01-02T22:15:00"
    settings.patient = "P 7"
    settings.recording = "left leg"
    settings.prefilter = "HP:20Hz"
    return settings
  }

  @Test(arguments: allVariants)
  func `what is written comes back`(variant: EDFVariant) throws {
    let path = folder.path("a.edf")
    let streams = try exampleStreams()
    let writer = try EDFWriter(path: path, streams: streams, settings: settings(variant))
    // Sizes that fit no record, the muscle ahead of the motion.
    for start in stride(from: 0, to: 1000, by: 125) {
      try writer.write(exampleBlock(0, 2, from: Int64(start), frames: 125))
    }
    for start in stride(from: 0, to: 250, by: 25) {
      try writer.write(exampleBlock(1, 3, from: Int64(start), frames: 25))
    }
    try writer.finish()
    #expect(writer.recordCount == 5 && writer.clippedValues == 0)

    let source = try openRecording(path: path)
    let reading = try expectKeepsTheContract(of: source)
    #expect(source.description.format == variant.name)
    #expect(source.description.started == "2026-01-02T22:15:00")
    #expect(source.description.announcedFrames == [1000, 250])
    #expect(source.description.streams.map(\.kind) == [.emg, .accelerometer])
    #expect(
      source.description.streams[0].channels.map(\.label) == ["EMG RF", "biceps femoris"])
    #expect(source.damage.isEmpty && reading.gaps.isEmpty && reading.annotations.isEmpty)
    #expect(reading.samples[0] == exampleBlock(0, 2, from: 0, frames: 1000).samples)
    #expect(reading.samples[1] == exampleBlock(1, 3, from: 0, frames: 250).samples)
    for (written, read) in zip(streams, source.description.streams) {
      #expect(written.rate == read.rate && written.unit == read.unit)
      for (channel, back) in zip(written.channels, read.channels) {
        #expect(abs(back.gain / channel.gain - 1) < 1e-5)
        #expect(abs(back.offset) < abs(channel.gain) * 0.1)
        #expect(back.rails == -variant.digitalRange.upperBound...variant.digitalRange.upperBound)
      }
    }
  }

  @Test func `a continuous file fills a gap and says where`() throws {
    let path = folder.path("gap.bdf")
    let variant = EDFVariant(.three, .continuous)
    let writer = try EDFWriter(path: path, streams: exampleStreams(), settings: settings(variant))
    try writer.write(exampleBlock(0, 2, from: 0, frames: 300))
    try writer.write(exampleBlock(1, 3, from: 0, frames: 75))
    try writer.write(exampleBlock(0, 2, from: 900, frames: 300))
    try writer.write(exampleBlock(1, 3, from: 225, frames: 75))
    try writer.finish()
    let reading = try expectKeepsTheContract(of: openRecording(path: path))
    #expect(reading.frames == [1200, 300])
    #expect(Array(reading.samples[0][600..<1800]) == [Int32](repeating: 0, count: 1200))
    #expect(
      reading.annotations == [
        Annotation(onset: 1.5, duration: 3, text: "BAD_ACQ_SKIP")
      ])
    #expect(Array(reading.samples[0][1800...]) == exampleBlock(0, 2, from: 900, frames: 300).samples)
  }

  @Test func `a discontinuous file goes on with a later record`() throws {
    let path = folder.path("jump.edf")
    let variant = EDFVariant(.two, .discontinuous)
    let writer = try EDFWriter(path: path, streams: exampleStreams(), settings: settings(variant))
    try writer.write(exampleBlock(0, 2, from: 0, frames: 300))
    try writer.write(exampleBlock(1, 3, from: 0, frames: 75))
    try writer.write(exampleBlock(0, 2, from: 20_100, frames: 200))
    try writer.write(exampleBlock(1, 3, from: 5025, frames: 50))
    try writer.finish()
    #expect(writer.recordCount == 3)
    let source = try openRecording(path: path)
    let reading = try expectKeepsTheContract(of: source)
    #expect(source.damage.isEmpty)
    #expect(reading.frames == [600, 150])
    #expect(reading.gaps.map(\.from).sorted() == [100, 400])
    #expect(reading.gaps.map(\.to).sorted() == [5025, 20_100])
    #expect(reading.gaps.allSatisfy { $0.cause == .discontinuity })
    // The half second that the second record had to be filled up with.
    #expect(reading.annotations == [Annotation(onset: 1.5, duration: 0.5, text: "BAD_ACQ_SKIP")])
    #expect(Array(reading.samples[0][800...]) == exampleBlock(0, 2, from: 20_100, frames: 200).samples)
  }

  @Test func `remarks come back in order, and none is lost for want of room`() throws {
    let path = folder.path("remarks.edf")
    let writer = try EDFWriter(
      path: path, streams: exampleStreams(), settings: settings(EDFVariant(.two, .continuous)))
    let remarks = (0..<40).map {
      Annotation(
        onset: Seconds(Double($0) / 10), duration: $0 % 2 == 0 ? nil : 0.25, text: "muscle \($0) — µV")
    }
    for remark in remarks { try writer.annotate(remark) }
    try writer.write(exampleBlock(0, 2, from: 0, frames: 200))
    try writer.write(exampleBlock(1, 3, from: 0, frames: 50))
    try writer.finish()
    let reading = try expectKeepsTheContract(of: openRecording(path: path))
    #expect(reading.annotations == remarks)
  }

  @Test func `records of rates that share no second are exact`() throws {
    let path = folder.path("trigno.bdf")
    let rate = try #require(SampleRate(34_000, per: 27))
    let slow = try #require(SampleRate(4000, per: 27))
    var streams = try exampleStreams()
    streams[0].rate = rate
    streams[1].rate = slow
    let writer = try EDFWriter(
      path: path, streams: streams, settings: settings(EDFVariant(.three, .continuous)))
    try writer.write(exampleBlock(0, 2, from: 0, frames: 1258 * 4))
    try writer.write(exampleBlock(1, 3, from: 0, frames: 148 * 4))
    try writer.finish()
    let source = try openRecording(path: path)
    let reading = try expectKeepsTheContract(of: source)
    #expect(source.description.streams.map(\.rate) == [rate, slow])
    #expect(reading.frames == [1258 * 4, 148 * 4])
  }

  @Test func `a recording that was never finished opens for all its whole records`() throws {
    let path = folder.path("crashed.bdf")
    let writer = try EDFWriter(
      path: path, streams: exampleStreams(), settings: settings(EDFVariant(.three, .continuous)))
    try writer.write(exampleBlock(0, 2, from: 0, frames: 700))
    try writer.write(exampleBlock(1, 3, from: 0, frames: 175))
    let source = try openRecording(path: path)
    #expect(try expectKeepsTheContract(of: source).frames == [600, 150])
    #expect(source.description.announcedFrames == [600, 150])
    #expect(source.damage.isEmpty)
  }

  @Test func `what does not fit the format is refused`() throws {
    let tooWide = try exampleStreams(rails: -100_000...100_000)
    #expect(throws: WritingError.self) {
      try EDFWriter(
        path: folder.path("x"), streams: tooWide, settings: EDFWriter.Settings(EDFVariant(.two, .plain)))
    }
    var dated = EDFWriter.Settings(EDFVariant(.two, .plain))
    dated.started = "yesterday"
    let settings = dated
    #expect(throws: WritingError.self) {
      try EDFWriter(path: folder.path("x"), streams: exampleStreams(), settings: settings)
    }
    let writer = try EDFWriter(
      path: folder.path("y"), streams: exampleStreams(),
      settings: EDFWriter.Settings(EDFVariant(.two, .plain)))
    #expect(throws: WritingError.self) { try writer.annotate(Annotation(onset: 0, text: "a")) }
    try writer.write(exampleBlock(0, 2, from: 10, frames: 5))
    #expect(throws: WritingError.self) { try writer.write(exampleBlock(0, 2, from: 5, frames: 5)) }
    #expect(throws: WritingError.self) { try writer.write(exampleBlock(2, 2, from: 15, frames: 5)) }
    #expect(throws: WritingError.self) { try writer.write(exampleBlock(0, 3, from: 15, frames: 5)) }
    try writer.finish()
    #expect(throws: WritingError.self) { try writer.write(exampleBlock(0, 2, from: 15, frames: 5)) }
    #expect(throws: WritingError.self) {
      try EDFWriter(
        path: "/nowhere/x", streams: exampleStreams(), settings: EDFWriter.Settings(allVariants[0]))
    }
  }

  @Test func `values beyond the sample width are clipped and counted`() throws {
    let path = folder.path("clip.edf")
    let writer = try EDFWriter(
      path: path, streams: exampleStreams(), settings: EDFWriter.Settings(EDFVariant(.two, .plain)))
    var block = exampleBlock(0, 2, from: 0, frames: 200)
    block.samples[0] = 40_000
    block.samples[1] = Block.missing
    try writer.write(block)
    try writer.write(exampleBlock(1, 3, from: 0, frames: 50))
    try writer.finish()
    #expect(writer.clippedValues == 1)
    let reading = try expectKeepsTheContract(of: openRecording(path: path))
    #expect(reading.samples[0].prefix(2) == [32_767, 0])
  }
}
