import Signals
import Simulation
import Testing

@testable import Wearables

/// The talk with boards of Chords, and their packets.
@Suite struct ChordsTests {
  @Test func `a packet is decoded as published`() throws {
    let packet: [UInt8] = [0xC7, 0x7C, 0x2A, 0x02, 0x00, 0x03, 0xFF, 0x00, 0x00, 0x01]
    #expect((0..<3).map { ChordsPacket.value(packet[...], $0) } == [512, 1023, 0])
    let board = try #require(ChordsBoard(named: "RPI-PICO-RP2040"))
    var scanner = board.scanner(channels: 3)
    (packet + packet).withUnsafeBytes { scanner.add($0, at: 0) }
    guard case .packet(let found, _) = scanner.next() else {
      Issue.record("no packet was found")
      return
    }
    #expect(Array(found) == packet)
  }

  @Test(arguments: ChordsBoard.all.map(\.name)) func `each board is known by its name`(name: String) throws {
    let board = try #require(ChordsBoard(named: name))
    for channels in board.channels {
      let firmware = ChordsFirmware(name, channels: channels, bits: board.bits, rate: Double(board.rate))
      let live = try LiveDevice(.chords, firmware)
      live.run(until: 8)
      let stream = try #require(live.source.description.streams.first)
      #expect(stream.channels.count == channels && stream.rate.hertz == Double(board.rate))
      #expect(stream.channels[0].rails == 0...Int32(1 << board.bits) - 1 && stream.unit == .count)
      #expect(Set(live.leads()).count == 1 && live.gaps.isEmpty && live.source.damage.isEmpty)
    }
  }

  @Test func `volts are told where the amplifier's gain is`() throws {
    let board = try #require(ChordsBoard(named: "UNO-R3"))
    let stream = try #require(board.stream(channels: 6, analogGain: 1000))
    #expect(stream.unit == .volt)
    // 5 V in 1024 steps behind a thousandfold amplifier that rests in the middle.
    #expect(abs(stream.channels[0].physical(512)) < 1e-12)
    #expect(abs(stream.channels[0].physical(513) - 4.8828125e-6) < 1e-12)
  }

  @Test func `a board at the other speed is found there`() {
    var host = ChordsHost()
    var speeds: [Int] = []
    var speed = 0
    host.connect(at: 0) { if case .speed(let to) = $0 { speed = to } }
    for step in 0..<2000 {
      host.advance(to: Seconds(Double(step) * 0.005)) { event in
        if case .speed(let to) = event { speed = to }
        if case .send(let bytes, _) = event, bytes == Array("WHORU\n".utf8) { speeds.append(speed) }
      }
    }
    #expect(speeds == [230_400, 230_400, 115_200, 115_200])
    #expect(host.stage == .failed("does not answer as a board with the firmware of Chords does"))
  }
}
