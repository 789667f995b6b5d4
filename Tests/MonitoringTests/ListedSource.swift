import Signals

/// A source that delivers what a test lists, and then ends or fails.
final class ListedSource: BlockSource {
  /// One thing to deliver.
  enum Item {
    case block(Block)
    case annotation(Annotation)
    case failure(any Error)
  }

  let description: SourceDescription
  let damage: [String] = []
  private var items: ArraySlice<Item>

  init(_ streams: [StreamDescription], _ items: [Item]) {
    description = SourceDescription(
      format: "list", streams: streams, announcedFrames: streams.map { _ in nil })
    self.items = items[...]
  }

  func next(into block: inout Block) throws -> Delivery {
    switch items.popFirst() {
    case .block(let listed):
      block = listed
      return .block
    case .annotation(let annotation):
      block.restart(stream: block.stream, firstIndex: 0, channelCount: 1)
      return .annotation(annotation)
    case .failure(let error): throw error
    case nil: return .end
    }
  }
}

/// What a failing source throws.
struct CableTorn: Error {}

extension StreamDescription {
  /// Muscle at 1 kHz in microvolts, on channels called M1, M2 and so on.
  static func muscle(channels: Int = 1) -> Self {
    .init(kind: .emg, rate: perSecond(1000), channels: (1...channels).map { "M\($0)" }, gain: 1e-6)
  }

  /// Three axes at 100 Hz in thousandths of a g.
  static var motion: Self {
    .init(kind: .accelerometer, rate: perSecond(100), channels: ["X", "Y", "Z"], gain: 1e-3)
  }

  private init(kind: StreamKind, rate: SampleRate, channels: [String], gain: Double) {
    self.init(
      kind: kind, rate: rate, unit: kind == .emg ? .volt : .standardGravity,
      channels: channels.map { ChannelDescription(label: $0, gain: gain) })
  }

  private static func perSecond(_ hertz: Int) -> SampleRate {
    guard let rate = SampleRate(hertz) else { preconditionFailure("\(hertz) Hz is no rate") }
    return rate
  }
}

extension Block {
  /// A block whose values count on from `first * channels`, so that each tells where it belongs.
  static func counting(
    stream: Int = 0, from first: Int64, frames: Int, channels: Int = 1, cause: GapCause = .discontinuity
  ) -> Block {
    var block = Block()
    block.restart(stream: stream, firstIndex: first, channelCount: channels)
    block.gapCause = cause
    let values = Int32(first) * Int32(channels)
    block.samples = Array(values..<values + Int32(frames * channels))
    return block
  }
}
