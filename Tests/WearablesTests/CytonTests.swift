import Links
import Signals
import Simulation
import Testing

@testable import Wearables

/// The talk with an OpenBCI Cyton, and its packets.
@Suite struct CytonTests {
  /// The vector of the fact sheet: counts of one, a thousand and a millivolt, both rails, and 2 mg, -2 mg and 1 g.
  private static let vector: [UInt8] = [
    0xA0, 0x05, 0x00, 0x00, 0x01, 0xFF, 0xFF, 0xFF, 0x00, 0x03, 0xE8, 0xFF, 0xFC, 0x18, 0x00, 0xAE, 0xC3,
    0xFF,
    0x51, 0x3D, 0x7F, 0xFF, 0xFF, 0x80, 0x00, 0x00, 0x00, 0x10, 0xFF, 0xF0, 0x1F, 0x40, 0xC0,
  ]

  @Test func `a packet is decoded as published`() {
    let packet = Self.vector[...]
    let counts = (0..<8).map { CytonPacket.muscle(packet, $0) }
    #expect(counts == [1, -1, 1000, -1000, 44739, -44739, 8_388_607, -8_388_608])
    let microvolts = counts.map { Double($0) * CytonPacket.muscleGain(24) * 1e6 }
    for (value, expected) in zip(
      microvolts, [0.0223517, -0.0223517, 22.3517, -22.3517, 999.995, -999.995, 187_500, -187_500.0224])
    {
      #expect(abs(value - expected) <= 1e-5 * abs(expected), "\(value)")
    }
    var motion = CytonMotion()
    var values: [[Int32]] = []
    motion.take(packet, index: 5) { values.append($1) }
    motion.take(packet, index: 9) { values.append($1) }
    #expect(values == [[16, -16, 8000]])
    #expect(values.first?.map { Double($0) * CytonPacket.motionGain } == [0.002, -0.002, 1])
  }

  @Test(
    arguments: zip(
      [1, 2, 4, 6, 8, 12, 24], [0.536442, 0.268221, 0.134110, 0.0894070, 0.0670552, 0.0447035, 0.0223517]))
  func `each gain has its microvolts`(gain: Int, microvolts: Double) {
    #expect(abs(CytonPacket.muscleGain(gain) * 1e6 / microvolts - 1) < 5e-6)
  }

  @Test func `an axis at a time is put together where the firmware stamps its packets`() {
    var motion = CytonMotion()
    var values: [[Int32]] = []
    for number in 0..<20 {
      var packet = [UInt8](repeating: 0, count: 33)
      (packet[0], packet[1], packet[32]) = (0xA0, UInt8(number), 0xC4)
      if number % 10 >= 7 { packet[27] = UInt8(number % 10) }
      motion.take(packet[...], index: UInt64(number)) { values.append($1) }
    }
    #expect(values == [[7, 8, 9], [7, 8, 9]])
  }

  @Test func `without an accelerometer there is no value, and an old one is none`() {
    var motion = CytonMotion()
    var values: [[Int32]] = []
    for number in 0..<300 {
      var packet = [UInt8](repeating: 0, count: 33)
      (packet[0], packet[1], packet[32]) = (0xA0, UInt8(truncatingIfNeeded: number), 0xC0)
      if number == 3 { packet[27] = 9 }
      motion.take(packet[...], index: UInt64(number)) { values.append($1) }
    }
    #expect(values.count == 30 && values[0] == [0, 9, 0].map { $0 == 9 ? 9 : 0 }.sorted(by: >))
    #expect(values.last == [Block.missing, Block.missing, Block.missing])
  }

  private func talk(_ board: CytonBoard, seconds: Seconds = 12) throws -> LiveDevice {
    let live = try LiveDevice(.cyton, board)
    live.run(until: seconds)
    return live
  }

  @Test func `the board is stopped, reset, set up for muscle and started`() throws {
    let board = CytonBoard()
    let live = try talk(board)
    #expect(board.commands == ["s", "v"] + (1...8).map { "x\($0)060100X" } + ["b"])
    #expect(live.source.description.format == "OpenBCI Cyton, firmware v3.1.2")
    let streams = live.source.description.streams
    #expect(streams.map(\.rate.hertz) == [250, 25] && streams.map(\.channels.count) == [8, 3])
  }

  @Test func `with a Daisy there are sixteen channels at half the rate`() throws {
    let board = CytonBoard(hasDaisy: true)
    let live = try talk(board)
    #expect(board.commands.count == 20 && board.commands[2] == "C" && board.commands[18] == "xI060100X")
    let streams = live.source.description.streams
    #expect(streams.map(\.rate.hertz) == [125, 25] && streams.map(\.channels.count) == [16, 3])
  }

  @Test func `the accelerometer is on the line of the packets`() throws {
    let board = CytonBoard()
    let live = try talk(board)
    let lead = try #require(live.leads().first ?? nil)
    let blocks = live.blocks.filter { $0.stream == 1 }
    #expect(!blocks.isEmpty)
    for block in blocks.dropFirst(2) {
      for frame in 0..<block.frameCount {
        let tick = (Int(block.firstIndex) + frame) * 10 + lead
        // What is new in a tenth of a second stands at its beginning.
        let values = Array(block.samples[frame * 3..<frame * 3 + 3])
        #expect((-1...1).contains { board.motion(tick / 10 + $0) == values })
      }
    }
  }

  @Test func `a board that is switched off and on is set up again, and that is told`() throws {
    let board = CytonBoard()
    let live = try talk(board)
    live.port.reset()
    live.run(until: 20)
    #expect(live.remarks == ["the device was restarted"] && live.losses.isEmpty)
    #expect(board.commands.count { $0 == "b" } == 2 && board.commands.suffix(2) == ["x8060100X", "b"])
    #expect(live.gaps.count == 1)
  }

  @Test func `after a cable was pulled the board is not reset, since it went on`() throws {
    let board = CytonBoard()
    let live = try talk(board)
    let before = board.commands.count
    live.port.isPlugged = false
    live.run(until: 15)
    live.port.isPlugged = true
    live.run(until: 20)
    #expect(board.commands.count == before && live.gaps.count == 1)
  }

  @Test func `what the radio says of a board that it does not hear is told once`() throws {
    let board = CytonBoard()
    let live = try talk(board)
    board.isInReach = false
    live.run(until: 14.5)
    board.isInReach = true
    live.run(until: 20)
    #expect(
      live.remarks == ["the radio says: Failure: Communications timeout - Device failed to poll Host"])
    #expect(live.source.damage.isEmpty, "words are no damage")
  }

  @Test func `a dongle without a board is told from no dongle`() {
    var host = CytonHost()
    var reasons: [String] = []
    for answer in ["", "Failure: Communications timeout - Device failed to poll Host$$$"] {
      host = CytonHost()
      host.connect(at: 0) { _ in }
      for step in 0..<1000 {
        host.advance(to: Seconds(Double(step) * 0.01)) { _ in }
        guard step % 100 == 50 else { continue }
        Array(answer.utf8).withUnsafeBytes {
          host.receive($0, from: 0, at: Seconds(Double(step) * 0.01)) { _ in }
        }
      }
      if case .failed(let reason) = host.stage { reasons.append(reason) }
    }
    #expect(
      reasons.count == 2 && reasons[0].contains("does not answer") && reasons[1].contains("switched on"))
  }
}
