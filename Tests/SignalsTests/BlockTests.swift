import Signals
import Testing

@Suite struct BlockTests {
  @Test func `a block counts whole frames`() {
    for channels in 1...9 {
      for frames in 0...5 {
        var block = Block(stream: 1, channelCount: channels, reserving: 5)
        block.firstIndex = 100
        block.samples = Array(repeating: 4, count: channels * frames)
        #expect(block.frameCount == frames)
        #expect(block.endIndex == 100 + Int64(frames))
      }
    }
  }

  @Test func `a new block is empty and has its room`() {
    let block = Block(stream: 2, channelCount: 3, reserving: 50)
    #expect(block.stream == 2 && block.channelCount == 3 && block.frameCount == 0)
    #expect(block.firstIndex == 0 && block.endIndex == 0)
    #expect(block.samples.capacity >= 150)
  }

  @Test func `a block restarted is empty, says nothing of the gap before, and keeps its storage`() {
    var block = Block(stream: 0, channelCount: 2, reserving: 8)
    block.samples = Array(repeating: 1, count: 64)
    block.gapCause = .lost
    let capacity = block.samples.capacity
    block.restart(stream: 3, firstIndex: 1_000, channelCount: 4)
    #expect(block.stream == 3 && block.firstIndex == 1_000 && block.channelCount == 4)
    #expect(block.gapCause == .discontinuity)
    #expect(block.samples.isEmpty && block.endIndex == 1_000)
    #expect(block.samples.capacity == capacity)
  }

  @Test func `a digital value becomes a physical one by gain and offset`() {
    let channel = ChannelDescription(label: "M", gain: 0.25, offset: -3)
    #expect(channel.physical(0) == -3)
    #expect(channel.physical(8) == -1)
    #expect(channel.physical(-4) == -4)
    #expect(ChannelDescription(label: "M").physical(Int32.max) == 2_147_483_647)
  }
}
