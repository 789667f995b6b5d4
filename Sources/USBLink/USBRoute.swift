/// How a device is talked to: which interfaces are claimed, and where bytes go in and out.
struct USBRoute: Hashable, Sendable {
  /// What is between the bytes and the device; nil of our own protocol's interface.
  var bridge: SerialBridge?
  /// In the order in which they are claimed; the first is the one that is asked.
  var interfaces: [UInt8]
  var inbound: USBEndpoint
  var outbound: USBEndpoint
  /// Where the device tells of its line.
  var notifications: USBEndpoint?

  /// Class, subclass and protocol of the interface that speaks our own protocol, of its major version 1.
  static let nativeKind: [UInt8] = [0xFF, 0x53, 0x01]
  private static let acmKind: [UInt8] = [0x02, 0x02]
  private static let dataClass: UInt8 = 0x0A

  /// The way through an interface of our own protocol.
  static func native(_ interfaces: [USBInterface]) -> USBRoute? {
    interfaces.lazy.filter { $0.kind == nativeKind }.compactMap { USBRoute(nil, [$0], through: $0) }.first
  }

  /// The way through a serial bridge: by the device's ids, or by the class.
  static func serial(_ interfaces: [USBInterface], vendor: UInt16, product: UInt16) -> USBRoute? {
    guard let bridge = KnownDevice.of(vendor, product)?.bridge, bridge != .acm else { return acm(interfaces) }
    return interfaces.first.flatMap { USBRoute(bridge, [$0], through: $0) }
  }

  private static func acm(_ interfaces: [USBInterface]) -> USBRoute? {
    for control in interfaces where Array(control.kind.prefix(2)) == acmKind {
      // The union names the interface with the data; some have none, and it is the next one.
      let union = control.classDescriptors.first { $0.count >= 5 && $0[2] == 0x06 && $0[3] == control.number }
      let number = union?[4] ?? control.number &+ 1
      guard let data = interfaces.first(where: { $0.number == number && $0.kind[0] == dataClass }),
        var route = USBRoute(.acm, [control, data], through: data)
      else { continue }
      route.notifications = control.endpoint(.interrupt, isInbound: true)
      return route
    }
    return nil
  }

  private init?(_ bridge: SerialBridge?, _ interfaces: [USBInterface], through data: USBInterface) {
    guard let inbound = data.endpoint(.bulk, isInbound: true),
      let outbound = data.endpoint(.bulk, isInbound: false)
    else { return nil }
    self.bridge = bridge
    self.interfaces = interfaces.map(\.number)
    (self.inbound, self.outbound) = (inbound, outbound)
  }

  /// How the endpoint with the data is read.
  var reading: InboundTransfers.Settings {
    switch bridge {
    // A short packet ends a transfer: the device sends one after each burst, the chip after each period of its latency.
    case nil:
      InboundTransfers.Settings(
        endpoint: inbound.address, packet: inbound.packet, size: size(16_384), count: 8)
    case .ftdi:
      InboundTransfers.Settings(
        endpoint: inbound.address, packet: inbound.packet, size: size(4096), count: 4, hasStatus: true)
    // Here nobody promises one, so that a transfer of several packets could keep the first waiting.
    case .acm, .ch34x, .cp210x:
      InboundTransfers.Settings(
        endpoint: inbound.address, packet: inbound.packet, size: inbound.packet, count: 16)
    }
  }

  /// Whole packets that have room for so many bytes.
  private func size(_ bytes: Int) -> Int { (bytes + inbound.packet - 1) / inbound.packet * inbound.packet }
}
