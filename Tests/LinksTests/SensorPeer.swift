import Links

extension ScriptedPeer {
  static let dataType: [UInt8] = [
    0x19, 0xED, 0x82, 0xAE, 0xED, 0x21, 0x4C, 0x9D, 0x41, 0x45, 0x22, 0x8E, 0x42, 0xFE, 0x00, 0x00,
  ]
  static let serviceType: [UInt8] = [
    0x8F, 0xE5, 0xB3, 0xD5, 0x2E, 0x7F, 0x4A, 0x98, 0x2A, 0x48, 0x7A, 0xCC, 0x40, 0xFE, 0x00, 0x00,
  ]
  static let commandType: [UInt8] = [0x85, 0xFE]

  /// A wearable that sends data, takes commands, and tells its battery and who made it.
  static func sensor() -> ScriptedPeer {
    var peer = ScriptedPeer()
    peer.add([0x00, 0x18], [([0x00, 0x2A], 0x02, Array("Sensor".utf8), false)])
    peer.add([0x01, 0x18], [([0x05, 0x2A], 0x20, [], true)])
    peer.add(
      serviceType,
      [(dataType, 0x12, [], true), (commandType, 0x0C, [], false), ([0x86, 0xFE], 0x20, [], true)])
    peer.add([0x0F, 0x18], [([0x19, 0x2A], 0x12, [87], true)])
    peer.add([0x0A, 0x18], [([0x29, 0x2A], 0x02, [UInt8](repeating: 0x61, count: 300), false)])
    return peer
  }
}

extension GATTProfile {
  /// What is wanted of ``ScriptedPeer/sensor()``: data, commands, events, the battery, the maker, and what it has not.
  static let sensor: GATTProfile = {
    let service = BluetoothUUID(ScriptedPeer.serviceType) ?? .battery
    return GATTProfile(
      name: "Sensor",
      endpoints: [
        .init(BluetoothUUID(ScriptedPeer.dataType) ?? .battery, of: service, .told),
        .init(BluetoothUUID(0xFE85), of: service, .written),
        .init(BluetoothUUID(0xFE86), of: service, .told),
        .init(.batteryLevel, of: .battery, [.read, .told], isOptional: true),
        .init(.manufacturerName, of: .deviceInformation, .read, isOptional: true),
        .init(.modelNumber, of: .deviceInformation, .read, isOptional: true),
      ])
  }()
}
