internal import Dispatch
internal import Signals
internal import Synchronization

/// What goes from the thread that listens to a wearable to the one that judges, bounded in memory.
///
/// Where judging is too slow for too long, a recording waits; of a wearable the oldest samples are let go, and the next block of their
/// stream says so. Storage is passed back and forth: in steady state nothing is allocated. One thread puts in, one takes out.
final class FeedQueue: Sendable {
  enum Item {
    case block(Block)
    case annotation(Annotation)
    case news(DeviceNews)
  }

  struct State {
    var items: [Item?]
    var head = 0
    var count = 0
    var values = 0
    /// Emptied blocks, to be used again.
    var spare: [Block] = []
    /// Streams of which samples were let go, and how many frames, since a block of them was taken.
    var letGo: [Int64]
    /// Nothing more will be put in.
    var isEnded = false
    /// Nothing more will be taken out.
    var isLeft = false
  }

  private let state: Mutex<State>
  /// Counts the items and the end.
  private let filled = DispatchSemaphore(value: 0)
  private let most: Int
  /// Packets of 2 ms fill it in half a minute.
  private static let slots = 1 << 14
  private static let spares = 8

  /// A queue for so many streams that holds at most `most` values, and the block that is put in.
  init(streams: Int, most: Int) {
    self.most = most
    state = Mutex(
      State(items: Array(repeating: nil, count: Self.slots), letGo: Array(repeating: 0, count: streams)))
  }

  /// Whether a block of so many values finds room, or nobody takes anything anyway.
  func hasRoom(for values: Int) -> Bool {
    state.withLock { $0.isLeft || $0.count < Self.slots && ($0.values == 0 || $0.values + values <= most) }
  }

  /// Whether nothing more will be taken out.
  var isLeft: Bool { state.withLock(\.isLeft) }

  /// Says that nothing more will be taken out.
  func leave() { state.withLock { $0.isLeft = true } }

  /// Puts in a block, letting go of older ones where there is no room, and leaves an empty one in its place.
  func put(_ block: inout Block) {
    let (dropped, isTaken) = state.withLock { state in
      var dropped = 0
      while state.count == Self.slots || state.values > 0 && state.values + block.samples.count > most {
        guard state.letGoOldest() else { break }
        dropped += 1
      }
      // Nothing but remarks and news waits: they stay, and the block goes.
      guard state.count < Self.slots else {
        state.letGo[block.stream] += Int64(block.frameCount)
        return (dropped, false)
      }
      var given = state.spare.popLast() ?? Block()
      swap(&given, &block)
      state.values += given.samples.count
      state.add(.block(given))
      return (dropped, true)
    }
    // What was let go is not there to be taken.
    for _ in 0..<dropped { _ = filled.wait(timeout: .now()) }
    if isTaken { filled.signal() }
  }

  /// Puts in what is no block; it is never let go but for want of a slot.
  func put(_ item: Item) {
    let hasRoom = state.withLock { state in
      guard state.count < Self.slots || state.letGoOldest() else { return false }
      state.add(item)
      return true
    }
    if hasRoom { filled.signal() }
  }

  /// Says that nothing more will come.
  func end() {
    state.withLock { $0.isEnded = true }
    filled.signal()
  }

  /// What was taken out.
  enum Taken {
    case block
    case annotation(Annotation)
    case news(DeviceNews)
    case nothing
    case end
  }

  /// Takes out the oldest item, into `block` where it is one, waiting up to `wait` for it.
  func take(into block: inout Block, waiting wait: Seconds) -> Taken {
    guard filled.wait(timeout: .now() + wait.value) == .success else { return .nothing }
    return state.withLock { state in
      guard let item = state.removeFirst() else {
        if state.isEnded { filled.signal() }
        return state.isEnded ? .end : .nothing
      }
      switch item {
      case .annotation(let annotation): return .annotation(annotation)
      case .news(let news): return .news(news)
      case .block(var taken):
        swap(&block, &taken)
        if state.spare.count < Self.spares { state.spare.append(taken) }
        if state.letGo[block.stream] > 0 {
          block.gapCause = .overrun
          state.letGo[block.stream] = 0
        }
        return .block
      }
    }
  }
}

extension FeedQueue.State {
  mutating func add(_ item: FeedQueue.Item) {
    items[(head + count) % items.count] = item
    count += 1
  }

  mutating func removeFirst() -> FeedQueue.Item? {
    guard count > 0 else { return nil }
    defer {
      items[head] = nil
      head = (head + 1) % items.count
      count -= 1
    }
    if case .block(let block) = items[head] { values -= block.samples.count }
    return items[head]
  }

  /// Lets the oldest block go; false where there is none.
  mutating func letGoOldest() -> Bool {
    for position in 0..<count {
      let place = (head + position) % items.count
      guard case .block(let block) = items[place] else { continue }
      values -= block.samples.count
      letGo[block.stream] += Int64(block.frameCount)
      // What lies before it, news and remarks, moves up.
      for back in stride(from: position, to: 0, by: -1) {
        items[(head + back) % items.count] = items[(head + back - 1) % items.count]
      }
      items[head] = nil
      head = (head + 1) % items.count
      count -= 1
      return true
    }
    return false
  }
}
