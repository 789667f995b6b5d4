import Signals

/// Streams whose every value follows from its place, so that each can be told from all others.
final class NoiseSource: BlockSource {
  let description: SourceDescription
  var damage: [String] { [] }
  private var next: [Int64]
  private let ends: [Int64]

  init(seconds: Double, rates: [Int], channels: [Int]) throws {
    var streams: [StreamDescription] = []
    for (place, rate) in rates.enumerated() {
      guard let rate = SampleRate(rate) else { continue }
      let kind: StreamKind = place == 0 ? .emg : place == 1 ? .accelerometer : .gyroscope
      let unit: PhysicalUnit = place == 0 ? .volt : place == 1 ? .standardGravity : .degreesPerSecond
      streams.append(
        StreamDescription(
          kind: kind, rate: rate, unit: unit,
          channels: (0..<channels[place]).map { ChannelDescription(label: "c\($0)", gain: 1e-6) }))
    }
    description = SourceDescription(
      format: "noise", streams: streams,
      announcedFrames: streams.map { $0.rate.index(nearest: Seconds(seconds)) })
    next = streams.map { _ in 0 }
    ends = streams.map { $0.rate.index(nearest: Seconds(seconds)) }
  }

  func value(_ stream: Int, _ index: Int, _ channel: Int) -> Int32 {
    let mixed = UInt32(truncatingIfNeeded: index &* 2_654_435_761 &+ channel &* 40503 &+ stream &* 97)
    return Int32(mixed >> 9) - 4_194_304
  }

  func next(into block: inout Block) -> Delivery {
    // The stream that is farthest behind, in blocks of 50 ms.
    let times = next.indices.map { Double(next[$0]) / description.streams[$0].rate.hertz }
    guard let stream = next.indices.filter({ next[$0] < ends[$0] }).min(by: { times[$0] < times[$1] }) else {
      return .end
    }
    let channels = description.streams[stream].channels.count
    let count = min(ends[stream] - next[stream], Int64(description.streams[stream].rate.hertz / 20))
    block.restart(stream: stream, firstIndex: next[stream], channelCount: channels)
    for index in next[stream]..<next[stream] + count {
      for channel in 0..<channels { block.samples.append(value(stream, Int(index), channel)) }
    }
    next[stream] += count
    return .block
  }
}
