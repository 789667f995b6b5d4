import Signals
import Testing

@testable import Wearables

/// Where packets belong that eight bits number.
@Suite struct CountedPacketsTests {
  private static let period = 0.004

  /// Packets of one byte, 250 a second.
  private struct Line {
    var packets = CountedPackets(length: 1, period: Seconds(CountedPacketsTests.period))
    var places: [UInt64] = []

    /// Adds the packet of this place in the world, `late` seconds late, with its own number or another one.
    mutating func add(_ place: Int, late: Double = 0.01, number: UInt8? = nil) {
      let number = number ?? UInt8(truncatingIfNeeded: place)
      packets.add([number][...], number: number, at: Seconds(Double(place + 1) * period + late))
      while let placed = packets.next() { places.append(placed.index) }
    }
  }

  @Test func `packets that follow one another go straight through`() {
    var line = Line()
    for place in 7..<1000 { line.add(place) }
    #expect(line.places == (7..<1000).map { UInt64($0) } && line.packets.refused == 0)
  }

  @Test(arguments: [1, 2, 100, 127, 128, 129, 254, 255, 256, 257, 511, 512, 700, 5000])
  func `a loss of any length is that long`(length: Int) {
    var line = Line()
    for place in 0..<2500 { line.add(place) }
    for place in 2500 + length..<4000 + length { line.add(place) }
    line.packets.finish()
    // Where a number comes again after exactly one turn, the first of it is taken for a repetition.
    let expected = (0..<2500).map { UInt64($0) } + (2500 + length..<4000 + length).map { UInt64($0) }
    let refused = (length + 1) % 256 == 0 ? 1 : 0
    #expect(line.places == expected.filter { refused == 0 || $0 != UInt64(2500 + length) })
  }

  @Test(arguments: [0.6, 1.1, 4.2]) func `packets that a link has kept are late, and none is lost`(
    stall: Double
  ) {
    var line = Line()
    for place in 0..<2500 { line.add(place) }
    let end = Double(2501) * Self.period + stall
    for place in 2500..<4500 { line.add(place, late: max(0.01, end - Double(place + 1) * Self.period)) }
    #expect(line.places == (0..<4500).map { UInt64($0) })
  }

  @Test(arguments: 0..<8) func `a number with a wrong bit costs its packet, and no turn`(bit: Int) {
    var line = Line()
    for place in 0..<2000 { line.add(place) }
    line.add(2000, number: UInt8(truncatingIfNeeded: 2000) ^ 1 << UInt8(bit))
    for place in 2001..<3000 { line.add(place) }
    #expect(line.places == (0..<3000).filter { $0 != 2000 }.map { UInt64($0) })
    #expect(line.packets.refused == 1)
  }

  @Test func `every other packet lost is every other packet there`() {
    var line = Line()
    for place in 0..<2 { line.add(place) }
    for place in stride(from: 3, to: 3000, by: 2) { line.add(place) }
    #expect(line.places.dropFirst(2).elementsEqual(stride(from: 3, to: 2999, by: 2).map { UInt64($0) }))
  }
}
