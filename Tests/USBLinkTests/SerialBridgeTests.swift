import Testing

@testable import USBLink

/// How the lines behind bridges are set up.
@Suite struct SerialBridgeTests {
  // Computed by the formulas of the kernel's ftdi_sio and of libftdi.
  @Test(arguments: [
    (9600, 0x4138), (57_600, 0xC034), (115_200, 0x001A), (230_400, 0x000D), (460_800, 0x4006),
    (500_000, 0x0006),
    (921_600, 0x8003), (1_000_000, 0x0003), (2_000_000, 0x0001), (3_000_000, 0x0000), (300, 0x2710),
  ])
  func `an FTDI chip gets the divisor that its other drivers compute`(baud: Int, divisor: Int) {
    #expect(FTDIChip(release: 0x1000).divisor(for: baud) == UInt32(divisor))
  }

  @Test func `115200 baud on an FT-X is 0.16 % off, as near as the chip comes`() {
    let requests = SerialBridge.ftdi.opening(baud: 115_200, interface: 0, release: 0x1000)
    #expect(requests.contains(ControlRequest(type: 0x40, request: 3, value: 0x001A, index: 0)))
    #expect(requests.map(\.request) == [0, 9, 2, 3, 4, 1])
  }

  @Test(arguments: [UInt16(0x0600), 0x0900])
  func `every rate is as near as eighths come, or what the chip has above half its clock`(release: UInt16) {
    let chip = FTDIChip(release: release)
    let clock = release == 0x0900 ? 12_000_000.0 : 3_000_000.0
    let eighths = [0.0, 4, 2, 1, 3, 5, 6, 7]
    for baud in stride(from: 1300, through: Int(clock) / 2, by: 997) {
      let divisor = chip.divisor(for: baud)
      #expect((divisor & 0x2_0000 != 0) == (release == 0x0900))
      let whole = Double(divisor & 0x3FFF)
      let parts = whole < 2 ? (divisor & 0xFFFF == 1 ? 4 : 0) : eighths[Int(divisor >> 14 & 7)]
      let rate = clock / (max(whole, 1) + parts / 8)
      // Half an eighth at the most, of the divisor that would be exact.
      #expect(abs(clock / rate - clock / Double(baud)) <= 1.0 / 16 + 1e-9, "\(baud)")
    }
    for baud in [-1, 0, 1, 183, Int.max] { _ = chip.divisor(for: baud) }
  }

  @Test func `several ports of one chip are told apart`() {
    let requests = SerialBridge.ftdi.opening(baud: 9600, interface: 1, release: 0x0700)
    #expect(requests.allSatisfy { $0.index & 0xFF == 2 })
    #expect(requests.contains(ControlRequest(type: 0x40, request: 3, value: 0x04E2, index: 0x0202)))
  }

  // TinyUSB's and the kernel's words.
  @Test(arguments: [
    (9600, 0xB282), (57_600, 0x9883), (115_200, 0xCC83), (230_400, 0xE683), (460_800, 0xF383),
    (921_600, 0xF387),
    (1_000_000, 0xFA83),
  ])
  func `a CH340 gets the word that its other drivers compute`(baud: Int, word: Int) {
    #expect(CH34xLine.divisor(for: baud) == UInt16(word))
    #expect(
      SerialBridge.ch34x.opening(baud: baud, interface: 0, release: 0)
        .contains(ControlRequest(type: 0x40, request: 0x9A, value: 0x1312, index: UInt16(word))))
  }

  @Test func `no rate traps, however far off`() {
    for baud in [Int.min, -1, 0, 1, 45, 46, 367, 368, 2941, 2942, 23_529, 23_530, 12_000_000, .max] {
      for bridge in SerialBridge.allCases { _ = bridge.opening(baud: baud, interface: 255, release: 0x1000) }
    }
  }

  @Test func `a CDC line is told its coding, then that a host is there`() {
    let requests = SerialBridge.acm.opening(baud: 230_400, interface: 2, release: 0)
    #expect(requests.map(\.bytes) == [[0x00, 0x84, 0x03, 0, 0, 0, 8], []])
    #expect(requests.map(\.value) == [0, 3])
    #expect(requests.allSatisfy { $0.type == 0x21 && $0.index == 2 })
    #expect(SerialBridge.acm.closing(interface: 2, release: 0).map(\.value) == [0])
  }

  @Test func `a CP210x is enabled, set up, and disabled at the end`() {
    let requests = SerialBridge.cp210x.opening(baud: 921_600, interface: 0, release: 0)
    #expect(requests.first == ControlRequest(type: 0x41, request: 0, value: 1))
    #expect(requests[1].bytes == [0x00, 0x10, 0x0E, 0x00])
    #expect(SerialBridge.cp210x.closing(interface: 0, release: 0).last?.value == 0)
  }

  @Test func `a line's state is taken out of its notifications, whatever they are cut to`() {
    func state(_ bits: UInt8) -> [UInt8] { [0xA1, 0x20, 0, 0, 1, 0, 2, 0, bits, 0] }
    #expect(CDCLine.errors(in: state(0x03)) == 0)
    for bit in [2, 4, 5, 6] { #expect(CDCLine.errors(in: state(1 << bit)) == 1) }
    #expect(CDCLine.errors(in: state(0x40) + state(3) + state(0x10)) == 2)
    for count in 0..<10 { #expect(CDCLine.errors(in: Array(state(0x40).prefix(count))) == 0) }
    #expect(CDCLine.errors(in: [0xA1, 0x20, 0, 0, 1, 0, 0xFF, 0xFF] + state(0x40)) == 0)
  }

  @Test func `the status is taken off every packet of every length of transfer`() {
    for packet in [8, 64, 512] {
      for length in 0...packet * 3 {
        var transfer: [UInt8] = []
        var expected: [UInt8] = []
        var errors = 0
        while transfer.count < length {
          let bits: UInt8 = transfer.count / packet % 2 == 0 ? 0x60 : 0x62
          let chunk = min(packet, length - transfer.count)
          transfer += [0x01, bits].prefix(chunk)
          if chunk >= 2 {
            let data = (2..<max(2, chunk)).map { UInt8(truncatingIfNeeded: $0 * 7 + transfer.count) }
            transfer += data
            expected += data
            if bits == 0x62 { errors += 1 }
          }
        }
        var out: [UInt8] = [0xAA]
        let told = transfer.withUnsafeBytes { FTDIStatus.strip($0, packet: packet, into: &out) }
        #expect(out == [0xAA] + expected)
        #expect(told == errors)
      }
    }
  }

  @Test func `a dongle's bytes come without their status, its errors counted`() throws {
    let fake = FakeUSB()
    let link = try fake.link(Devices.ftdi)
    let full = [1, 0x60] + [UInt8](repeating: 5, count: 62)
    #expect(fake.send(full + full + [1, 0x62, 9]))
    #expect(fake.send([1, 0x60]))
    #expect(try link.read(count: 125) == [UInt8](repeating: 5, count: 124) + [9])
    #expect(link.counts.lineErrors == 1)
  }

  @Test func `a board's line errors come by its notifications`() throws {
    let fake = FakeUSB()
    let link = try fake.link(Devices.board)
    #expect(fake.send([0xA1, 0x20, 0, 0, 0, 0, 2, 0, 0x40, 0], on: 0x83))
    for _ in 0..<200 where link.counts.lineErrors == 0 { _ = try link.read(waiting: 1) }
    #expect(link.counts.lineErrors == 1)
    #expect(fake.locked { fake.claimed } == [0, 1])
  }
}
