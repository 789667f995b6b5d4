import Foundation
import Testing

@testable import USBLink

/// What devices say of themselves, true or not.
@Suite struct DescriptorTests {
  @Test func `our own interface is found by its class, at both speeds, as the wire's vectors have it`() throws
  {
    struct Vector: Decodable {
      var name: String
      var hex: String
    }
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let json = try Data(contentsOf: root.appending(path: "Firmware-Protocol/vectors/usb.json"))
    let vectors = try JSONDecoder().decode([Vector].self, from: json)
    let device = try #require(vectors.first { $0.name.hasPrefix("device") })
    let configurations = vectors.filter { $0.name.hasPrefix("configuration") }
    #expect(configurations.count == 2)
    for (configuration, packet) in zip(configurations, [64, 512]) {
      let attached = Devices.attached(Devices.bytes(device.hex + configuration.hex))
      #expect(attached.uses == [.native])
      #expect(attached.ids == "1209:0001")
      let route = try #require(attached.route)
      #expect(route.interfaces == [0])
      #expect(route.inbound.address == 0x81 && route.outbound.address == 0x01)
      #expect(route.inbound.packet == packet && route.outbound.packet == packet)
    }
  }

  @Test func `each bridge is known by its ids, and its endpoints by what it says`() throws {
    let cases: [([UInt8], SerialBridge, UInt8, UInt8, Int)] = [
      (Devices.ftdi, .ftdi, 0x81, 0x02, 64), (Devices.ch340, .ch34x, 0x82, 0x02, 32),
      (Devices.cp210x, .cp210x, 0x81, 0x01, 64), (Devices.board, .acm, 0x82, 0x04, 64),
    ]
    for (bytes, bridge, inbound, outbound, packet) in cases {
      let route = try #require(Devices.attached(bytes).route)
      #expect(route.bridge == bridge)
      #expect(route.inbound.address == inbound && route.outbound.address == outbound)
      #expect(route.inbound.packet == packet)
    }
    #expect(Devices.attached(Devices.ftdi).uses == [.cyton])
    #expect(Devices.attached(Devices.ftdi).addresses == ["cyton:A1"])
    #expect(Devices.attached(Devices.board).route?.interfaces == [0, 1])
    #expect(Devices.attached(Devices.board).route?.notifications?.address == 0x83)
  }

  @Test func `a board without a union has its data in the next interface`() throws {
    var bytes = Devices.board
    // The union becomes a descriptor of no known kind.
    let union = try #require(bytes.firstRange(of: [5, 0x24, 6, 0, 1]))
    bytes[union.lowerBound + 2] = 0x7F
    #expect(Devices.attached(bytes).route?.interfaces == [0, 1])
  }

  @Test func `a device that cannot be talked to has no way in`() {
    #expect(Devices.attached(Devices.device(0x1D6B, 2)).route == nil)
    var bytes = Devices.native
    bytes[18 + 9 + 5] = 0x03
    #expect(Devices.attached(bytes).uses.isEmpty)
  }

  @Test func `of an interface only the first setting is looked at`() {
    let second = Devices.bytes("0904000102ff5301040705830240000007050302400000")
    let interfaces = USBDescriptors(Devices.native + second).interfaces(of: 1)
    #expect(interfaces.map(\.endpoints.count) == [2])
  }

  @Test func `descriptors cut anywhere are walked to the cut`() {
    for whole in [Devices.native, Devices.ftdi, Devices.board, Devices.ch340] {
      for count in 0..<whole.count {
        let cut = USBDescriptors(Array(whole.prefix(count))).interfaces(of: nil)
        let all = USBDescriptors(whole).interfaces(of: nil)
        #expect(cut.count <= all.count)
        for (one, other) in zip(cut, all) { #expect(other.endpoints.starts(with: one.endpoints)) }
      }
    }
  }

  @Test func `no lie leads outside, and no endpoint is believed that cannot be`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      var bytes = [Devices.native, Devices.ftdi, Devices.board].randomElement(using: &generator) ?? []
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      let device = Devices.attached(bytes)
      for endpoint in USBDescriptors(bytes).configurations.flatMap(\.interfaces).flatMap(\.endpoints) {
        #expect(endpoint.packet > 0 && endpoint.address & 0x0F != 0)
      }
      guard let reading = device.route?.reading else { continue }
      #expect(reading.size % reading.packet == 0 && reading.size > 0 && reading.size <= 1 << 15)
    }
  }
}
