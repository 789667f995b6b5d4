/// The devices that have been heard, each with all that it has said.
public struct Sightings: Sendable {
  /// A device that was heard.
  public struct Device: Hashable, Sendable {
    public var address: BluetoothAddress
    /// The strength with which it was heard last, in dBm.
    public var strength: Int?
    public var isConnectable = false
    public var data = AdvertisedData()
    /// How often it was heard.
    public var count = 0
  }

  private var devices: [BluetoothAddress: Device] = [:]

  /// In a crowd no more are kept: what is looked for is near, and heard early.
  static let mostDevices = 512

  public init() {}

  /// Takes a report; gives the device as it is known now.
  @discardableResult
  public mutating func take(_ report: AdvertisingReport) -> Device? {
    guard devices[report.address] != nil || devices.count < Self.mostDevices else { return nil }
    var device = devices[report.address] ?? Device(address: report.address)
    device.strength = report.strength ?? device.strength
    device.isConnectable = report.isConnectable ?? device.isConnectable
    device.data.take(report.data)
    device.count += 1
    devices[report.address] = device
    return device
  }

  /// Those that can be connected to, the strongest first.
  public var all: [Device] {
    devices.values.filter(\.isConnectable).sorted { first, second in
      let (left, right) = (first.strength ?? -128, second.strength ?? -128)
      return left == right ? "\(first.address)" < "\(second.address)" : left > right
    }
  }
}
