public import Links

/// Where a wearable is and how it speaks, as a person names it: `tty:PATH`, `unix:PATH`, `tcp:127.0.0.1:PORT` and `usb:SERIAL` of the native protocol;
/// the kind of any other device, with its path or serial number: `cyton:/dev/ttyUSB0`, `cyton:DN0096QA`, or `cyton` for the only one there is.
public struct DeviceAddress: Hashable, Sendable, CustomStringConvertible {
  /// How a device is reached.
  public enum Place: Hashable, Sendable {
    case link(LinkAddress)
    /// On the bus, by its serial number; nil for the only one of its kind.
    case usb(serial: String?)
  }

  public var kind: DeviceKind
  public var place: Place

  /// A device of the native protocol.
  public init(native address: LinkAddress) { (kind, place) = (.native, .link(address)) }

  /// A device of the native protocol on the bus: the one with a serial number, or the only one there is.
  public init(serial: String?) { (kind, place) = (.native, .usb(serial: serial)) }

  /// The address that `text` is, or nil.
  public init?(_ text: String) {
    if let address = LinkAddress(text) {
      (kind, place) = (.native, .link(address))
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let locator = parts.count == 2 ? String(parts[1]) : ""
    if parts[0] == "usb" {
      (kind, place) = (.native, .usb(serial: locator.isEmpty ? nil : locator))
      return
    }
    guard let kind = DeviceKind(rawValue: String(parts[0])), kind != .native else { return nil }
    self.kind = kind
    place =
      locator.hasPrefix("/") ? .link(.terminal(path: locator)) : .usb(serial: locator.isEmpty ? nil : locator)
  }

  public var description: String {
    switch (kind, place) {
    case (.native, .link(let address)): address.description
    case (.native, .usb(let serial)): serial.map { "usb:\($0)" } ?? "usb"
    case (_, .link(.terminal(let path))): "\(kind.rawValue):\(path)"
    case (_, .link(let address)): "\(kind.rawValue):\(address)"
    case (_, .usb(let serial)): "\(kind.rawValue):\(serial ?? "")"
    }
  }

  /// Opens the link to the device.
  ///
  /// - Throws: ``LinkError``: unavailable, forbidden.
  public func open() throws(LinkError) -> any PacketLink {
    switch place {
    case .link(let address): return try ByteLink.open(address)
    case .usb:
      throw LinkError(
        .unavailable, name: description,
        reason: "cannot be looked for on the bus; name its line, as in \(kind.rawValue):/dev/ttyUSB0")
    }
  }
}
