import BluetoothLink
import Links
import Signals
import Testing

/// What holds on any machine, with Bluetooth or without; connections are tried in the lab.
@Suite struct BluetoothLinkTests {
  private static let address = BluetoothAddress("C0:FF:EE:00:00:01/random")

  @Test(.enabled(if: BluetoothAdapter.all.isEmpty, "there is an adapter"))
  func `without an adapter a device is not called, and none are looked for`() throws {
    let address = try #require(Self.address)
    let settings = BluetoothLink.Settings(now: { 0 })
    #expect {
      _ = try BluetoothLink(address, GATTProfile(name: "Sensor", endpoints: []), settings)
    } throws: {
      ($0 as? LinkError)?.kind == .unavailable && ($0 as? LinkError)?.name == "ble:C0:FF:EE:00:00:01/random"
    }
    #expect {
      _ = try BluetoothScan(now: { 0 }).run(for: 1)
    } throws: {
      ($0 as? LinkError)?.kind == .unavailable && ($0 as? LinkError)?.name == "Bluetooth"
    }
  }
}
