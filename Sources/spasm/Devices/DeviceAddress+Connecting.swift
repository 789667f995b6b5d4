import Links
import USBLink
import Wearables

extension DeviceAddress {
  /// Opens the link to the device, on the bus where that is where it is.
  ///
  /// - Throws: ``LinkError``: unavailable, forbidden.
  func connect() throws(LinkError) -> any PacketLink {
    guard case .usb(let serial) = place, let use = DeviceUse(kind) else { return try open() }
    return try USBDeviceLink.open(use, serial: serial)
  }
}

extension DeviceUse {
  /// What a device of this kind is on the bus; nil of one that is never there.
  init?(_ kind: DeviceKind) {
    if kind == .native { self = .native } else { self.init(rawValue: kind.rawValue) }
  }
}
