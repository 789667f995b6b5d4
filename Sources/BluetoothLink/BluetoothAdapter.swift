internal import Links

#if Bluetooth
  internal import CBlueZ
#endif

/// A Bluetooth adapter of this machine.
public struct BluetoothAdapter: Hashable, Sendable {
  /// Its number: 0 of `hci0`.
  public var index: Int
  public var name: String
  public var isOn: Bool

  /// The adapters that there are; none where the system has no Bluetooth, or this program was built without.
  public static var all: [BluetoothAdapter] {
    #if Bluetooth
      return (0..<16).compactMap { index in
        var info = hci_dev_info()
        guard hci_devinfo(Int32(index), &info) == 0 else { return nil }
        // Bit 0 of the flags: HCI_UP.
        return BluetoothAdapter(index: index, name: "hci\(index)", isOn: info.flags & 1 != 0)
      }
    #else
      return []
    #endif
  }

  /// The adapter of that number, or the first that is on.
  ///
  /// - Throws: ``LinkError``: unavailable where there is none, or it is off.
  static func pick(_ index: Int?, name: String) throws(LinkError) -> BluetoothAdapter {
    let adapters = all
    if let found = adapters.first(where: { $0.isOn && (index == nil || $0.index == index) }) { return found }
    #if Bluetooth
      throw BluetoothTrouble.adapterOff.error(name)
    #else
      throw LinkError(
        .unavailable, name: name, reason: "needs Bluetooth, which this program was built without")
    #endif
  }
}
