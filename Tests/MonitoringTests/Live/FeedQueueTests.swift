import Signals
import Testing

@testable import Monitoring

/// The queue between the thread that listens and the one that judges.
@Suite struct FeedQueueTests {
  private func block(_ stream: Int, at index: Int64, frames: Int) -> Block {
    var block = Block(stream: stream)
    block.firstIndex = index
    block.gapCause = .lost
    block.samples = (0..<frames).map { Int32(index) + Int32($0) }
    return block
  }

  /// What lies in the queue, and what is let go, told by a list of what should be.
  private struct Model {
    var items: [(stream: Int, index: Int64, frames: Int)] = []
    var letGo: [Int64] = [0, 0]
    let most: Int
    var values: Int { items.reduce(0) { $0 + $1.frames } }

    mutating func put(_ stream: Int, _ index: Int64, _ frames: Int) {
      while !items.isEmpty, values + frames > most {
        letGo[items[0].stream] += Int64(items[0].frames)
        items.removeFirst()
      }
      items.append((stream, index, frames))
    }
  }

  /// Every order of puts of two streams and takes, nine long, with blocks of one to three values and room for four.
  @Test func `the oldest samples are let go, and the next block of their stream says so`() {
    var wrong = 0
    for plan in 0..<19_683 {
      let queue = FeedQueue(streams: 2, most: 4)
      var model = Model(most: 4)
      var ends: [Int64] = [0, 0]
      var (rest, taken) = (plan, Block())
      for step in 0..<9 {
        defer { rest /= 3 }
        if rest % 3 == 2 {
          let expected = model.items.isEmpty ? nil : model.items.removeFirst()
          guard case .block = queue.take(into: &taken, waiting: 0) else {
            if expected != nil { wrong += 1 }
            continue
          }
          guard let expected else { wrong += 1; continue }
          let cause: GapCause = model.letGo[expected.stream] > 0 ? .overrun : .lost
          model.letGo[expected.stream] = 0
          if taken.stream != expected.stream || taken.firstIndex != expected.index
            || taken.frameCount != expected.frames || taken.gapCause != cause
            || taken.samples.first != Int32(expected.index)
          {
            wrong += 1
          }
        } else {
          let (stream, frames) = (rest % 3, 1 + (step + plan) % 3)
          var given = block(stream, at: ends[stream], frames: frames)
          model.put(stream, ends[stream], frames)
          ends[stream] += Int64(frames)
          queue.put(&given)
          if !given.samples.isEmpty, given.samples.count > 4 { wrong += 1 }
        }
      }
    }
    #expect(wrong == 0)
  }

  @Test func `news stay in their place when samples around them are let go`() {
    let queue = FeedQueue(streams: 1, most: 2)
    var (first, second, third) = (
      block(0, at: 0, frames: 2), block(0, at: 2, frames: 1), block(0, at: 3, frames: 1)
    )
    queue.put(.news(.linkBack))
    queue.put(&first)
    queue.put(.news(.linkLost("gone")))
    queue.put(&second)
    queue.put(&third)
    var taken = Block()
    guard case .news(.linkBack) = queue.take(into: &taken, waiting: 0),
      case .news(.linkLost("gone")) = queue.take(into: &taken, waiting: 0),
      case .block = queue.take(into: &taken, waiting: 0)
    else {
      Issue.record("the order is another")
      return
    }
    #expect(taken.firstIndex == 2 && taken.gapCause == .overrun)
    guard case .block = queue.take(into: &taken, waiting: 0) else { return #expect(Bool(false)) }
    #expect(taken.firstIndex == 3 && taken.gapCause == .lost)
    guard case .nothing = queue.take(into: &taken, waiting: 0) else { return #expect(Bool(false)) }
  }

  @Test func `the end comes after all that was put in, and again and again`() {
    let queue = FeedQueue(streams: 1, most: 10)
    var (given, taken) = (block(0, at: 0, frames: 3), Block())
    queue.put(&given)
    queue.end()
    guard case .block = queue.take(into: &taken, waiting: 0) else { return #expect(Bool(false)) }
    for _ in 0..<3 {
      guard case .end = queue.take(into: &taken, waiting: 0) else { return #expect(Bool(false)) }
    }
  }

  @Test func `a recording waits for room, and for nobody who has left`() {
    let queue = FeedQueue(streams: 1, most: 4)
    var given = block(0, at: 0, frames: 3)
    #expect(queue.hasRoom(for: 9))
    queue.put(&given)
    #expect(queue.hasRoom(for: 1) && !queue.hasRoom(for: 2))
    queue.leave()
    #expect(queue.hasRoom(for: 2))
  }
}
