import Foundation
import Links
import Testing

@testable import USBLink

/// Descriptors of devices as they are attached.
enum Devices {
  static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.filter { !$0.isWhitespace }.map { UInt8($0.hexDigitValue ?? 0) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  static func device(_ vendor: UInt16, _ product: UInt16, release: UInt16 = 0x0100) -> [UInt8] {
    func word(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    return [18, 1, 0, 2, 0, 0, 0, 64] + word(vendor) + word(product) + word(release) + [1, 2, 3, 1]
  }

  /// Our own protocol's interface at high speed, as the wire's vectors have it.
  static let native =
    device(0x1209, 0x0001)
    + bytes(
      "0902200001010080320904000002ff5301040705810200020007050102000200")
  static let ftdi =
    device(0x0403, 0x6015, release: 0x1000)
    + bytes(
      "09022000010100802d0904000002ffffff020705810240000007050202400000")
  static let ch340 =
    device(0x1A86, 0x7523)
    + bytes(
      "09022700010100803009040000 03ff010200 07058202200000 07050202200000 07058103080001")
  static let cp210x =
    device(0x10C4, 0xEA60)
    + bytes(
      "0902200001010080320904000002ff0000020705810240000007050102400000")
  /// A board of Arduino's: an interface to ask, one with the data, and a union that says so.
  static let board =
    device(0x2341, 0x0043)
    + bytes(
      """
      09024300020100c032 080b000202020100 0904000001 02020100 0524000110 0424020 6 0524060001 0524010101
      07058303080 00a 0904010002 0a000000 07050402400000 07058202400000
      """)

  static func attached(_ descriptors: [UInt8], serial: String = "A1") -> AttachedDevice {
    AttachedDevice(USBFacts(place: USBPlace(bus: 1, address: 7), descriptors: descriptors, serial: serial))
  }
}

extension FakeUSB {
  /// A link to the device that this plays.
  func link(
    _ descriptors: [UInt8] = Devices.native, baud: Int = 115_200, most: Int = 1 << 20,
    farewell: DispatchTimeInterval = .seconds(5)
  ) throws(LinkError) -> USBDeviceLink {
    var settings = USBDeviceLink.Settings(calls: self, isPresent: { [self] in locked { isAttached } })
    settings.interval = .milliseconds(1)
    (settings.most, settings.farewell) = (most, farewell)
    return try USBDeviceLink.open(
      Devices.attached(descriptors), baud: baud, name: "usb:A1", settings: settings)
  }
}

extension USBDeviceLink {
  /// Reads until so many bytes have come.
  func read(count: Int) throws(LinkError) -> [UInt8] {
    var came: [UInt8] = []
    let deadline = DispatchTime.now() + .seconds(2)
    while came.count < count, .now() < deadline { came += try read(waiting: 20) }
    return came
  }
}
