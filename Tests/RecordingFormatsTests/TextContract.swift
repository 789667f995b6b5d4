import RecordingFormats
import Signals
import Testing

/// What a source delivered, gathered for checks.
struct Delivered {
  var description: SourceDescription
  var damage: [String] = []
  var frames: [Int64] = []
  var missing: [Int64] = []
  /// Gaps as (stream, first missing index, frames).
  var gaps: [(stream: Int, first: Int64, count: Int64, cause: GapCause)] = []
  /// All digital values of every stream, frame after frame, gaps left out.
  var samples: [[Int32]] = []

  func physical(_ stream: Int, channel: Int = 0) -> [Double] {
    let channels = description.streams[stream].channels
    return Swift.stride(from: channel, to: samples[stream].count, by: channels.count).map {
      samples[stream][$0] == Block.missing ? .nan : channels[channel].physical(samples[stream][$0])
    }
  }

  func kinds(_ kind: StreamKind) -> [Int] {
    description.streams.indices.filter { description.streams[$0].kind == kind }
  }
}

/// Reads a recording to its end and checks on the way what every source keeps.
func gather(_ path: String, options: ReadingOptions = ReadingOptions()) throws -> Delivered {
  let source = try openRecording(path: path, options: options)
  var result = Delivered(description: source.description)
  let streams = source.description.streams
  result.frames = Array(repeating: 0, count: streams.count)
  result.missing = result.frames
  result.samples = Array(repeating: [], count: streams.count)
  var next = result.frames
  var block = Block()
  reading: while true {
    switch try source.next(into: &block) {
    case .annotation: continue
    case .end: break reading
    case .block: break
    }
    let stream = block.stream
    try #require(streams.indices.contains(stream))
    #expect(block.channelCount == streams[stream].channels.count)
    #expect(block.samples.count % block.channelCount == 0 && !block.samples.isEmpty)
    #expect(block.firstIndex >= next[stream], "indices rise")
    if block.firstIndex > next[stream] {
      result.gaps.append((stream, next[stream], block.firstIndex - next[stream], block.gapCause))
    }
    next[stream] = block.endIndex
    let rate = streams[stream].rate
    #expect(Double(block.frameCount) <= max(1, rate.hertz), "a block spans at most one second")
    if streams[stream].kind == .emg {
      for other in streams.indices where streams[other].kind != .emg && next[other] > 0 {
        let ahead = rate.time(of: block.firstIndex).value - streams[other].rate.time(of: next[other]).value
        #expect(
          ahead <= 0 || next[other] == source.description.announcedFrames[other] || ahead > 1 || ahead < 0.3)
      }
    }
    result.frames[stream] += Int64(block.frameCount)
    result.missing[stream] += Int64(block.samples.count { $0 == Block.missing })
    result.samples[stream] += block.samples
  }
  result.damage = source.damage
  return result
}
