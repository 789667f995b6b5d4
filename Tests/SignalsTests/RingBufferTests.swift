import Signals
import Testing

@Suite struct RingBufferTests {
  /// Every ring of a small world: all capacities, starts and fills.
  private func everyRing(_ check: (_ ring: RingBuffer<Int>, _ start: Int64, _ fill: Int) -> Void) {
    for capacity in 1...9 {
      for start in [-9, -1, 0, 1, 5, 8, 1_000_000_000_000] as [Int64] {
        for fill in 0...20 {
          var ring = RingBuffer(capacity: capacity, filler: -1)
          // What was there before a restart must not show.
          for value in 0..<(fill % 4) { ring.append(-100 - value) }
          ring.restart(at: start)
          for step in 0..<fill { ring.append(1_000 + step) }
          check(ring, start, fill)
        }
      }
    }
  }

  @Test func `a new ring is empty and holds a power of two of what was asked for`() {
    for capacity in 1...9 {
      let ring = RingBuffer(capacity: capacity, filler: 0.0)
      #expect(ring.capacity == [1, 2, 4, 4, 8, 8, 8, 8, 16][capacity - 1])
      #expect(ring.count == 0 && ring.startIndex == 0 && ring.endIndex == 0)
    }
  }

  @Test func `a ring holds the last values, each at its absolute index`() {
    everyRing { ring, start, fill in
      let held = min(fill, ring.capacity)
      #expect(ring.endIndex == start + Int64(fill))
      #expect(ring.startIndex == ring.endIndex - Int64(held))
      #expect(ring.count == held)
      for index in ring.startIndex..<ring.endIndex { #expect(ring[index] == 1_000 + Int(index - start)) }
    }
  }

  @Test func `writing a value changes that one alone`() {
    everyRing { ring, start, _ in
      for written in ring.startIndex..<ring.endIndex {
        var ring = ring
        ring[written] = 7
        for index in ring.startIndex..<ring.endIndex {
          #expect(ring[index] == (index == written ? 7 : 1_000 + Int(index - start)))
        }
      }
    }
  }

  @Test func `a ring that is restarted goes on at the index given`() {
    everyRing { ring, _, _ in
      var ring = ring
      ring.restart(at: 77)
      #expect(ring.count == 0 && ring.startIndex == 77 && ring.endIndex == 77)
      for value in 0..<3 { ring.append(value) }
      for index in ring.startIndex..<ring.endIndex { #expect(ring[index] == Int(index - 77)) }
      #expect(ring.endIndex == 80)
    }
  }

  @Test func `a copy lives on by itself`() {
    var ring = RingBuffer(capacity: 4, filler: 0)
    ring.append(1)
    let copy = ring
    ring[0] = 2
    ring.append(3)
    #expect(copy[0] == 1 && copy.count == 1)
  }

  @Test func `reading what is no longer or not yet there is a programming error`() async {
    await #expect(processExitsWith: .failure) {
      var ring = RingBuffer(capacity: 2, filler: 0)
      for value in 0..<3 { ring.append(value) }
      print(ring[0])
    }
    await #expect(processExitsWith: .failure) {
      var ring = RingBuffer(capacity: 2, filler: 0)
      ring.append(1)
      print(ring[1])
    }
  }

  @Test func `writing outside what is held is a programming error`() async {
    await #expect(processExitsWith: .failure) {
      var ring = RingBuffer(capacity: 2, filler: 0)
      ring[0] = 1
    }
    await #expect(processExitsWith: .failure) {
      var ring = RingBuffer(capacity: 2, filler: 0)
      ring.restart(at: 5)
      ring[4] = 1
    }
  }

  @Test func `a ring without room is a programming error`() async {
    await #expect(processExitsWith: .failure) { _ = RingBuffer(capacity: 0, filler: 0) }
    await #expect(processExitsWith: .failure) { _ = RingBuffer(capacity: -1, filler: 0) }
  }
}
