internal import Signals

/// Devices that were found once, so that they can be called without the right to look for any: a text of a line each, the address and a name.
public struct KnownDevices: Hashable, Sendable {
  /// A device, and what it called itself.
  public struct Device: Hashable, Sendable {
    public var address: BluetoothAddress
    public var name: String

    public init(address: BluetoothAddress, name: String) {
      (self.address, self.name) = (address, printable(name))
    }
  }

  /// In the order in which they were remembered, the latest last.
  public private(set) var devices: [Device] = []

  private static let mostDevices = 256

  public init() {}

  /// Reads the text of a file; lines that make no sense, as a person may have left them, are left out.
  public init(text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard let first = parts.first, let address = BluetoothAddress(String(first)) else { continue }
      remember(Device(address: address, name: parts.count == 2 ? String(parts[1]) : ""))
    }
  }

  /// What stands in the file.
  public var text: String {
    devices.map { $0.name.isEmpty ? "\($0.address)\n" : "\($0.address) \($0.name)\n" }.joined()
  }

  /// Remembers a device, in place of what was known of its address; of very many the oldest is forgotten.
  public mutating func remember(_ device: Device) {
    devices.removeAll { $0.address == device.address }
    devices.append(device)
    if devices.count > Self.mostDevices { devices.removeFirst() }
  }

  /// The device that is meant by an address without its kind, by a name, or by the start of one; nil where that is none, or several.
  public func device(_ text: String) -> Device? {
    let wanted = text.lowercased()
    let exact = devices.filter { device in
      "\(device.address)".lowercased() == wanted || "\(device.address)".lowercased().hasPrefix("\(wanted)/")
        || device.name.lowercased() == wanted
    }
    if exact.count == 1 { return exact[0] }
    let close = devices.filter { !wanted.isEmpty && $0.name.lowercased().hasPrefix(wanted) }
    return exact.isEmpty && close.count == 1 ? close[0] : nil
  }
}
