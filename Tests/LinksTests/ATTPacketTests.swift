import Links
import Testing

/// Packets by the byte, as the standard's tables have them.
@Suite struct ATTPacketTests {
  private static let long = BluetoothUUID(0x5A5F_0001_3C8E_4F6B, 0x9D21_7E4B_10C6_A2D8)
  private static let longBytes: [UInt8] = [
    0xD8, 0xA2, 0xC6, 0x10, 0x4B, 0x7E, 0x21, 0x9D, 0x6B, 0x4F, 0x8E, 0x3C, 0x01, 0x00, 0x5F, 0x5A,
  ]

  /// Every kind of packet, and its bytes.
  static let all: [(ATTPacket, [UInt8])] = [
    (.error(request: 0x0A, handle: 0x1234, code: .readNotPermitted), [0x01, 0x0A, 0x34, 0x12, 0x02]),
    (.mtuRequest(517), [0x02, 0x05, 0x02]),
    (.mtuResponse(247), [0x03, 0xF7, 0x00]),
    (.findInformationRequest(.init(1, 0xFFFF)), [0x04, 0x01, 0x00, 0xFF, 0xFF]),
    (
      .findInformationResponse([.init(handle: 3, type: .init(0x2902)), .init(handle: 4, type: .init(0x2901))]
      ),
      [0x05, 1, 0x03, 0x00, 0x02, 0x29, 0x04, 0x00, 0x01, 0x29]
    ),
    (.findInformationResponse([.init(handle: 3, type: long)]), [0x05, 2, 0x03, 0x00] + longBytes),
    (
      .findByTypeValueRequest(.init(1, 9), type: 0x2800, value: [0x0F, 0x18]),
      [0x06, 0x01, 0x00, 0x09, 0x00, 0x00, 0x28, 0x0F, 0x18]
    ),
    (.findByTypeValueResponse([.init(1, 2), .init(5, 9)]), [0x07, 1, 0, 2, 0, 5, 0, 9, 0]),
    (.readByTypeRequest(.init(1, 9), type: .characteristic), [0x08, 1, 0, 9, 0, 0x03, 0x28]),
    (.readByTypeRequest(.init(1, 9), type: long), [0x08, 1, 0, 9, 0] + longBytes),
    (
      .readByTypeResponse([.init(handle: 2, value: [7, 8, 9]), .init(handle: 4, value: [1, 2, 3])]),
      [0x09, 5, 2, 0, 7, 8, 9, 4, 0, 1, 2, 3]
    ),
    (.readRequest(handle: 0x0201), [0x0A, 0x01, 0x02]),
    (.readResponse([]), [0x0B]),
    (.readResponse([5, 6]), [0x0B, 5, 6]),
    (.readBlobRequest(handle: 2, offset: 22), [0x0C, 2, 0, 22, 0]),
    (.readBlobResponse([9]), [0x0D, 9]),
    (.readByGroupTypeRequest(.init(1, 0xFFFF), type: .primaryService), [0x10, 1, 0, 0xFF, 0xFF, 0x00, 0x28]),
    (
      .readByGroupTypeResponse([.init(handles: .init(1, 5), value: [0x0F, 0x18])]),
      [0x11, 6, 1, 0, 5, 0, 0x0F, 0x18]
    ),
    (.writeRequest(.init(handle: 4, value: [1, 0])), [0x12, 4, 0, 1, 0]),
    (.writeRequest(.init(handle: 4, value: [])), [0x12, 4, 0]),
    (.writeResponse, [0x13]),
    (.notification(.init(handle: 0x2B, value: [1, 2, 3])), [0x1B, 0x2B, 0, 1, 2, 3]),
    (.indication(.init(handle: 3, value: [1, 0, 0xFF, 0xFF])), [0x1D, 3, 0, 1, 0, 0xFF, 0xFF]),
    (.confirmation, [0x1E]),
    (
      .multipleNotification([.init(handle: 3, value: [1]), .init(handle: 5, value: [])]),
      [0x23, 3, 0, 1, 0, 1, 5, 0, 0, 0]
    ),
    (.writeCommand(.init(handle: 4, value: [0x62])), [0x52, 4, 0, 0x62]),
  ]

  @Test func `every kind of packet is its bytes, both ways`() {
    for (packet, bytes) in Self.all {
      #expect(packet.encoded() == bytes, "\(packet)")
      #expect(ATTPacket(bytes) == packet, "\(bytes)")
    }
    #expect(Set(Self.all.map(\.0.opcode)) == Set(ATTOpcode.allCases))
  }

  @Test func `a packet of a length that its kind does not have is none`() {
    // What may follow the head in any number, as no list of one size.
    let open: Set<ATTOpcode> = [
      .findByTypeValueRequest, .readResponse, .readBlobResponse, .writeRequest, .notification, .indication,
      .writeCommand,
    ]
    for (packet, bytes) in Self.all where !open.contains(packet.opcode) {
      for count in 0..<bytes.count {
        guard let shorter = ATTPacket(Array(bytes.prefix(count))) else { continue }
        // A list may lose whole entries, and a long kind all but its first two bytes.
        #expect(shorter.encoded().count == count, "\(packet) cut to \(count)")
      }
      #expect(ATTPacket(bytes + [0]) == nil, "\(packet)")
    }
    for bytes: [UInt8] in [
      [], [0x06, 1, 0, 9, 0, 0], [0x12, 4], [0x1B], [0x1B, 1], [0x1D, 1], [0x52], [0x05, 1],
      [0x05, 3, 1, 0, 2, 0],
      [0x07], [0x08, 1, 0, 9, 0, 1, 2, 3, 4], [0x09], [0x09, 0, 1], [0x09, 1, 1], [0x09, 5],
      [0x11, 3, 1, 0, 5],
      [0x11, 6], [0x23], [0x23, 1, 0, 2, 0, 1],
    ] { #expect(ATTPacket(bytes) == nil, "\(bytes)") }
  }

  @Test func `every error has words, and unknown ones their number`() {
    for code in 1...0x13 { #expect(!"\(ATTErrorCode(rawValue: UInt8(code)))".hasPrefix("error")) }
    for code: UInt8 in [0, 0x14, 0x80, 0xFF] {
      #expect("\(ATTErrorCode(rawValue: code))".hasPrefix("error 0x"))
    }
    #expect("\(ATTErrorCode.attributeNotFound)" == "no such attribute (0x0A)")
  }

  @Test func `a kind in 16 bits, in 32 and in 128 is one by bytes and by text`() throws {
    #expect(BluetoothUUID(0x180F).bytes == [0x0F, 0x18])
    #expect(BluetoothUUID([0x0F, 0x18]) == .battery)
    #expect(BluetoothUUID([0x0F, 0x18, 0, 0]) == .battery)
    let full = BluetoothUUID("0000180F-0000-1000-8000-00805F9B34FB")
    #expect(full == .battery)
    #expect("\(try #require(full))" == "180F")
    #expect(BluetoothUUID(0x1234_5678).bytes.count == 16)
    #expect(BluetoothUUID("12345678") == BluetoothUUID(0x1234_5678))
    #expect(Self.long.bytes == Self.longBytes)
    #expect(BluetoothUUID(Self.longBytes) == Self.long)
    #expect("\(Self.long)" == "5A5F0001-3C8E-4F6B-9D21-7E4B10C6A2D8")
    #expect(BluetoothUUID("\(Self.long)".lowercased()) == Self.long)
    for text in [
      "", "2A1", "2A19-", "+A19", "5A5F00013C8E4F6B9D217E4B10C6A2D8", "5A5F0001-3C8E-4F6B-9D21-7E4B10C6A2DG",
    ] {
      #expect(BluetoothUUID(text) == nil, "\(text)")
    }
    for count in [0, 1, 3, 5, 15, 17] { #expect(BluetoothUUID([UInt8](repeating: 0, count: count)) == nil) }
  }
}
