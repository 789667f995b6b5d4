import Signals

/// A source that delivers blocks from a list.
final class ListedBlocks: BlockSource {
  let description: SourceDescription
  let damage: [String]
  private var blocks: ArraySlice<Block>

  init(_ streams: [StreamDescription], _ blocks: [Block], damage: [String] = []) {
    description = SourceDescription(
      format: "listed", streams: streams, announcedFrames: streams.map { _ in nil })
    self.blocks = blocks[...]
    self.damage = damage
  }

  func next(into block: inout Block) -> Delivery {
    guard let next = blocks.popFirst() else { return .end }
    block = next
    return .block
  }
}

extension Block {
  /// A block of these samples, frame after frame.
  init(_ stream: Int, at index: Int64, channels: Int, _ samples: [Int32]) {
    self.init(stream: stream, channelCount: channels)
    firstIndex = index
    self.samples = samples
  }
}
