import Signals
import Simulation
import Testing

@testable import Wearables

/// Sensors behind a uMyo base.
@Suite struct UMyoTests {
  /// A frame made by hand from the fact sheet's table; there is no public one.
  private static let frame: [UInt8] =
    [0x4F, 0xD5, 0x3C, 0x07, 0x3E, 0x1A, 0x2B, 0x3C, 0x4D, 0x58, 0x00, 0xB8, 0x65, 0x00, 0x2A]
    + [0x1F, 0x40, 0xFF, 0xFF, 0x00, 0x01, 0x80, 0x00, 0x7F, 0xFF, 0, 0, 0, 2, 0, 3]
    + [UInt8](repeating: 0x11, count: 16) + [0x40, 0x00, 0xC0, 0x00, 0x00, 0x00]
    + [UInt8](repeating: 0x22, count: 12)

  @Test func `a frame is decoded by the table`() {
    let frame = Self.frame[...]
    #expect(frame.count == UMyoPacket.length)
    #expect(UMyoPacket.unit(frame) == 0x1A2B_3C4D && UMyoPacket.number(frame) == 42)
    #expect((0..<8).map { UMyoPacket.muscle(frame, $0) } == [8000, -1, 1, -32768, 32767, 0, 2, 3])
    #expect((0..<3).map { Double(UMyoPacket.motion(frame, $0)) * UMyoPacket.motionGain } == [1, -1, 0])
    #expect(UMyoPacket.battery(frame) == 3840)
  }

  @Test(arguments: zip([1116.0, 1150, 1000], [1116, 1150, 1000]))
  func `the rate is measured, since its makers name two`(rate: Double, expected: Int) throws {
    let live = try LiveDevice(.umyo, UMyoBase(rate: rate))
    live.run(until: 12)
    let streams = live.source.description.streams
    #expect(abs(streams[0].rate.hertz - Double(expected)) <= (expected == 1000 ? 5 : 0))
    #expect(streams[1].rate.hertz * 8 == streams[0].rate.hertz)
    #expect(Set(live.leads()).count == 1 && live.gaps.isEmpty)
  }

  @Test func `every sensor has streams of its own, in one time`() throws {
    let base = UMyoBase([UMyoBase.Unit(0xCC), UMyoBase.Unit(0xAA), UMyoBase.Unit(0xBB)])
    let live = try LiveDevice(.umyo, base)
    live.run(until: 12)
    #expect(live.source.description.streams.map(\.kind.rawValue).filter { $0 == "emg" }.count == 3)
    #expect(live.source.description.streams[0].channels[0].label == "uMyo sensor AA")
    // What was taken at one moment lies at one time, to what a link takes.
    var leads: [Int: Int] = [:]
    for (stream, unit) in [(0, UInt32(0xAA)), (2, 0xBB), (4, 0xCC)] {
      let block = try #require(live.blocks.last { $0.stream == stream })
      let tick = (0..<14_000).first { tick in
        block.samples.indices.allSatisfy { base.values(tick + $0, of: unit) == block.samples[$0] }
      }
      leads[stream] = try #require(tick) - Int(block.firstIndex)
    }
    let spread = (leads.values.max() ?? 0) - (leads.values.min() ?? 0)
    #expect(spread <= 25, "\(leads)")
  }

  @Test func `a sensor that comes later or goes is told of, and the others go on`() throws {
    let base = UMyoBase([UMyoBase.Unit(0xAA), UMyoBase.Unit(0xBB), UMyoBase.Unit(0xCC, isOn: false)])
    let live = try LiveDevice(.umyo, base)
    live.run(until: 8)
    base.units[2].isOn = true
    live.run(until: 12)
    base.units[1].isOn = false
    live.run(until: 17)
    base.units[1].isOn = true
    live.run(until: 20)
    #expect(live.source.description.streams.count == 4)
    #expect(
      live.remarks.filter { !$0.contains("battery") } == [
        "another one has come, sensor CC: the next start will follow it", "sensor BB is not heard",
        "sensor BB is heard again",
      ])
    #expect(Set(live.leads()).count == 1 && live.gaps.isEmpty)
  }

  @Test func `a battery that runs low is told once`() throws {
    let base = UMyoBase()
    let live = try LiveDevice(.umyo, base)
    live.run(until: 8)
    base.battery = 3390
    live.run(until: 12)
    #expect(
      live.remarks == [
        "the battery of sensor 1A2B3C4D has 3840 mV", "the battery of sensor 1A2B3C4D has 3390 mV",
      ])
  }
}
