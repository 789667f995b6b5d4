/// A device of others that we know how to talk to, by its ids.
struct KnownDevice: Sendable {
  var vendor: UInt16
  /// Nil for all of the vendor's.
  var product: UInt16?
  var name: String
  /// Nil where the class tells.
  var bridge: SerialBridge?
  /// Which wearables may be behind it; only asking tells.
  var uses: [DeviceUse]

  /// Chips that carry a serial line, then makers of boards that speak CDC-ACM.
  static let all = [
    KnownDevice(vendor: 0x0403, product: 0x6015, name: "FTDI FT-X", bridge: .ftdi, uses: [.cyton]),
    KnownDevice(vendor: 0x0403, product: 0x6001, name: "FTDI FT232R", bridge: .ftdi, uses: [.chords, .umyo]),
    KnownDevice(vendor: 0x0403, product: 0x6014, name: "FTDI FT232H", bridge: .ftdi, uses: [.chords, .umyo]),
    KnownDevice(vendor: 0x1A86, product: 0x7523, name: "WCH CH340", bridge: .ch34x, uses: [.chords, .umyo]),
    KnownDevice(vendor: 0x1A86, product: 0x7522, name: "WCH CH340K", bridge: .ch34x, uses: [.chords, .umyo]),
    KnownDevice(vendor: 0x1A86, product: 0x5523, name: "WCH CH341", bridge: .ch34x, uses: [.chords, .umyo]),
    KnownDevice(
      vendor: 0x10C4, product: 0xEA60, name: "Silicon Labs CP210x", bridge: .cp210x, uses: [.chords, .umyo]),
    KnownDevice(
      vendor: 0x10C4, product: 0xEA61, name: "Silicon Labs CP210x", bridge: .cp210x, uses: [.chords, .umyo]),
    KnownDevice(
      vendor: 0x10C4, product: 0xEA70, name: "Silicon Labs CP2105", bridge: .cp210x, uses: [.chords, .umyo]),
    KnownDevice(vendor: 0x2341, name: "Arduino", uses: [.chords]),
    KnownDevice(vendor: 0x2A03, name: "Arduino", uses: [.chords]),
    KnownDevice(vendor: 0x2E8A, name: "Raspberry Pi Pico", uses: [.chords]),
    KnownDevice(vendor: 0x0483, product: 0x5740, name: "STM32", bridge: .acm, uses: [.chords]),
    KnownDevice(vendor: 0x303A, name: "Espressif", uses: [.chords]),
  ]

  /// What is known of a device with these ids.
  static func of(_ vendor: UInt16, _ product: UInt16) -> KnownDevice? {
    all.first { $0.vendor == vendor && ($0.product ?? product) == product }
  }
}

/// What a device on the bus may be used as: the kinds of addresses.
public enum DeviceUse: String, Hashable, Sendable, CaseIterable {
  /// Our own protocol.
  case native = "usb"
  /// OpenBCI's Cyton, behind its dongle.
  case cyton
  /// A board with the firmware of Chords.
  case chords
  /// The base of uMyo sensors.
  case umyo

  /// How a person names the one with this serial number; the only one there is, where there is none.
  public func address(serial: String?) -> String { serial.map { "\(rawValue):\($0)" } ?? rawValue }
}
