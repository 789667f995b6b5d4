import Signals
import Testing

@testable import Monitoring

/// Every small world: how blocks come, how they are wanted, and where samples are absent.
@Suite struct RechunkerTests {
  /// Four blocks of `frames`; bit k of `gaps` leaves three frames out before block k.
  private func blocks(of frames: Int, channels: Int, gaps: Int) -> [Block] {
    var next: Int64 = 0
    return (0..<4).map { position in
      if gaps & 1 << position != 0 { next += 3 }
      defer { next += Int64(frames) }
      return .counting(
        from: next, frames: frames, channels: channels, cause: position == 2 ? .lost : .overrun)
    }
  }

  private func regroup(_ blocks: [Block], to frames: Int?, channels: Int) -> [Block] {
    var rechunker = Rechunker(streams: [.muscle(channels: channels)], frames: frames)
    var delivered: [Block] = []
    for block in blocks { rechunker.take(block, isMuscle: true) { delivered.append(copy $0) } }
    rechunker.flush { delivered.append(copy $0) }
    rechunker.flush { delivered.append(copy $0) }
    return delivered
  }

  @Test(arguments: 1...5, 1...5)
  func `every sample comes once, in order, and no block spans a gap`(frames: Int, wanted: Int) throws {
    for channels in 1...2 {
      for gaps in 0..<16 {
        let given = blocks(of: frames, channels: channels, gaps: gaps)
        let delivered = regroup(given, to: wanted, channels: channels)
        #expect(delivered.flatMap(\.samples) == given.flatMap(\.samples))
        for (block, next) in zip(delivered, delivered.dropFirst().map(Optional.some) + [nil]) {
          // Values count on from the index, so that a block across a gap would show.
          #expect(block.samples.first == Int32(block.firstIndex) * Int32(channels))
          #expect(block.samples.last == Int32(block.endIndex) * Int32(channels) - 1)
          #expect((1...wanted).contains(block.frameCount))
          let isFollowed = next?.firstIndex == block.endIndex
          #expect(block.frameCount == wanted || !isFollowed, "only a block before a gap or the end is short")
        }
      }
    }
  }

  @Test(arguments: 1...5, 1...5)
  func `the first block after a gap tells its cause`(frames: Int, wanted: Int) {
    for gaps in 0..<16 {
      let given = blocks(of: frames, channels: 1, gaps: gaps)
      let delivered = regroup(given, to: wanted, channels: 1)
      for (position, block) in given.enumerated() where gaps & 1 << position != 0 {
        #expect(delivered.first { $0.firstIndex == block.firstIndex }?.gapCause == block.gapCause)
      }
    }
  }

  @Test func `muscle is not held back for longer than motion is remembered`() {
    var rechunker = Rechunker(streams: [.muscle()], frames: 10_000_000)
    var longest = 0
    for minute in 0..<25 as Range<Int64> {
      rechunker.take(.counting(from: minute * 60_000, frames: 60_000), isMuscle: true) {
        longest = max(longest, $0.frameCount)
      }
    }
    #expect(Double(longest) == Rechunker.longest.value * 1000)
  }

  @Test func `without a size blocks stay as they are`() {
    for gaps in 0..<16 {
      let given = blocks(of: 3, channels: 2, gaps: gaps)
      let delivered = regroup(given, to: nil, channels: 2)
      #expect(delivered.map(\.samples) == given.map(\.samples))
      #expect(delivered.map(\.firstIndex) == given.map(\.firstIndex))
    }
  }

  @Test func `motion is not held back, and muscle streams are held apart`() {
    var rechunker = Rechunker(streams: [.muscle(), .motion, .muscle()], frames: 4)
    var delivered: [String] = []
    func note(_ block: borrowing Block) { delivered.append("\(block.stream): \(block.samples)") }
    rechunker.take(.counting(stream: 0, from: 0, frames: 3), isMuscle: true, note)
    rechunker.take(.counting(stream: 1, from: 0, frames: 1, channels: 3), isMuscle: false, note)
    rechunker.take(.counting(stream: 2, from: 0, frames: 5), isMuscle: true, note)
    rechunker.take(.counting(stream: 0, from: 3, frames: 1), isMuscle: true, note)
    rechunker.flush(note)
    #expect(delivered == ["1: [0, 1, 2]", "2: [0, 1, 2, 3]", "0: [0, 1, 2, 3]", "2: [4]"])
  }

  @Test func `what the taker throws comes out`() {
    var rechunker = Rechunker(streams: [.muscle()], frames: 2)
    #expect(throws: CableTorn.self) {
      try rechunker.take(.counting(from: 0, frames: 2), isMuscle: true) { _ in throw CableTorn() }
    }
  }
}
