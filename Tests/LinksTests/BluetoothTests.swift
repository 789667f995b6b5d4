import Glibc
import Links
import Signals
import Testing

/// Addresses, scans, connections and their troubles.
@Suite struct BluetoothTests {
  @Test func `an address is its bytes and its kind, and nothing else is one`() throws {
    let address = try #require(BluetoothAddress("c0:ff:ee:00:00:01/random"))
    #expect("\(address)" == "C0:FF:EE:00:00:01/random")
    #expect(BluetoothAddress(reversed: [1, 0, 0, 0xEE, 0xFF, 0xC0], .random) == address)
    #expect(BluetoothAddress("\(address.description.dropLast(6))public") != address)
    for text in [
      "", "C0:FF:EE:00:00:01", "C0:FF:EE:00:00:01/", "C0:FF:EE:00:00/random", "C0:FF:EE:00:00:01:02/random",
      "C0:FF:EE:00:00:1/random", "C0:FF:EE:00:00:0G/random", "C0:FF:EE:00:00:+1/random",
      "C0:FF:EE:00:00:01/other",
      "C0:FF:EE:00:00:01/random/public",
    ] { #expect(BluetoothAddress(text) == nil, "\(text)") }
    #expect(BluetoothAddress(reversed: [1, 2, 3], .public) == nil)
  }

  @Test func `a scan is switched on and off by the bytes that the standard has`() {
    #expect(ScanFrames.legacySetUp.bytes == [0x01, 0x0B, 0x20, 7, 1, 0x60, 0, 0x30, 0, 0, 0])
    #expect(ScanFrames.legacyOn.bytes == [0x01, 0x0C, 0x20, 2, 1, 0])
    #expect(ScanFrames.legacyOff.bytes == [0x01, 0x0C, 0x20, 2, 0, 0])
    #expect(ScanFrames.extendedSetUp.bytes == [0x01, 0x41, 0x20, 8, 0, 0, 1, 1, 0x60, 0, 0x30, 0])
    #expect(ScanFrames.extendedOn.bytes == [0x01, 0x42, 0x20, 6, 1, 0, 0, 0, 0, 0])
    #expect(ScanFrames.startDiscovery(1) == [0x23, 0, 1, 0, 1, 0, 6])
    #expect(ScanFrames.stopDiscovery(1) == [0x24, 0, 1, 0, 1, 0, 6])
  }

  @Test func `what is answered to a command is told from all else`() {
    let command = ScanFrames.legacyOn
    #expect(ScanFrames.status(ofEvent: [0x0E, 4, 1, 0x0C, 0x20, 0x0C], for: command) == 0x0C)
    #expect(ScanFrames.status(ofEvent: [0x0F, 4, 0x01, 1, 0x0C, 0x20], for: command) == 0x01)
    for event: [UInt8] in [
      [], [0x0E, 4, 1, 0x0C, 0x20], [0x0E, 4, 1, 0x0B, 0x20, 0], [0x0F, 4, 0, 1, 0x0B, 0x20], [0x3E],
    ] {
      #expect(ScanFrames.status(ofEvent: event, for: command) == nil)
    }
    #expect(ScanFrames.discoveryStatus(of: [1, 0, 2, 0, 4, 0, 0x23, 0, 0, 6], index: 2) == 0)
    #expect(ScanFrames.discoveryStatus(of: [2, 0, 2, 0, 3, 0, 0x23, 0, 0x14], index: 2) == 0x14)
    #expect(ScanFrames.discoveryStatus(of: [2, 0, 1, 0, 3, 0, 0x23, 0, 0x14], index: 2) == nil)
    #expect(ScanFrames.discoveryStatus(of: [2, 0, 2, 0, 3, 0, 0x24, 0, 0], index: 2) == nil)
    #expect(ScanFrames.isDiscoveryEnd([0x13, 0, 2, 0, 2, 0, 6, 0], index: 2))
    #expect(!ScanFrames.isDiscoveryEnd([0x13, 0, 2, 0, 2, 0, 6, 1], index: 2))
  }

  @Test func `interval, latency, time-out and radio are read of the connection that is meant`() {
    var facts = ConnectionFacts()
    func take(_ event: [UInt8]) -> Bool { facts.take(event: event, handle: 0x41) }
    let peer: [UInt8] = [0, 1, 1, 0, 0, 0xEE, 0xFF, 0xC0]
    #expect(
      !take([0x3E, 19, 0x01, 0, 0x40, 0x00] + peer + [12, 0, 0, 0, 64, 0, 0]))
    #expect(
      take([0x3E, 19, 0x01, 0, 0x41, 0x00] + peer + [24, 0, 0, 0, 42, 0, 0]))
    #expect(facts.interval == 0.03 && facts.latency == 0 && facts.timeout == 0.42)
    #expect(take([0x3E, 10, 0x03, 0, 0x41, 0x00, 9, 0, 2, 0, 64, 0]))
    #expect(facts.interval == 0.01125 && facts.latency == 2)
    #expect(!take([0x3E, 10, 0x03, 1, 0x41, 0x00, 6, 0, 0, 0, 64, 0]))
    let twice = peer + [UInt8](repeating: 0, count: 12)
    #expect(
      take([0x3E, 31, 0x0A, 0, 0x41, 0x00] + twice + [6, 0, 0, 0, 64, 0, 0]))
    #expect(facts.interval == 0.0075)
    #expect(take([0x3E, 6, 0x0C, 0, 0x41, 0x00, 2, 1]))
    facts.mtu = 247
    #expect(facts.words == "every 7.50 ms, 2M out, 1M in, packets of 247 bytes")
    facts.take(phyBits: 0x1800)
    #expect(facts.phy == "2M")
    facts.take(phyBits: 0x0600)
    #expect(facts.phy == "1M")
    #expect(ConnectionFacts().words == "")
  }

  @Test func `waits grow to eight seconds, each by chance, the same for one seed`() {
    var (first, second, other) = (BackOff(seed: 1), BackOff(seed: 1), BackOff(seed: 2))
    let waits = (0..<8).map { _ in first.next().value }
    for (wait, middle) in zip(waits, [0.5, 1, 2, 4, 8, 8, 8, 8]) {
      #expect(wait >= middle * 0.75 && wait <= middle * 1.25)
    }
    #expect(waits == (0..<8).map { _ in second.next().value })
    #expect(waits != (0..<8).map { _ in other.next().value })
    first.reset()
    let after = first.next()
    #expect(after <= 0.625)
  }

  @Test func `devices that were remembered are found by address and by name`() throws {
    var known = KnownDevices()
    let first = try #require(BluetoothAddress("C0:FF:EE:00:00:01/random"))
    let second = try #require(BluetoothAddress("00:11:22:33:44:55/public"))
    known.remember(.init(address: first, name: "Sensor\u{1B}[2J one"))
    known.remember(.init(address: second, name: "Sensor two"))
    known.remember(.init(address: first, name: "Arm"))
    #expect(known.text == "00:11:22:33:44:55/public Sensor two\nC0:FF:EE:00:00:01/random Arm\n")
    #expect(KnownDevices(text: known.text) == known)
    #expect(KnownDevices(text: "# a person's\n\nnonsense\n" + known.text + "00:11").devices.count == 2)
    for text in ["c0:ff:ee:00:00:01", "C0:FF:EE:00:00:01/random", "arm", "a"] {
      #expect(known.device(text)?.address == first, "\(text)")
    }
    for text in ["", "s2", "C0:FF:EE:00:00:01/public"] { #expect(known.device(text) == nil, "\(text)") }
    #expect(known.device("sens")?.address == second)
    known.remember(.init(address: first, name: "Sensor three"))
    #expect(known.device("sens") == nil)
    for number in 0..<1000 {
      guard
        let address = BluetoothAddress(
          reversed: [UInt8(number & 0xFF), UInt8(number >> 8), 1, 1, 1, 1], .public)
      else { continue }
      known.remember(.init(address: address, name: ""))
    }
    #expect(known.devices.count == 256)
  }

  /// Error numbers, what they mean while calling and while connected.
  static let troubles: [(Int32, BluetoothTrouble, BluetoothTrouble)] = [
    (0, .noAnswer, .ended), (ECONNRESET, .noAnswer, .ended), (ETIMEDOUT, .noAnswer, .lost),
    (ECONNREFUSED, .noAnswer, .lost), (ECONNABORTED, .adapterGone, .adapterGone),
    (EHOSTDOWN, .noAnswer, .lost),
    (ENODEV, .adapterOff, .adapterOff), (ENETDOWN, .adapterOff, .adapterOff), (EBUSY, .busy, .busy),
    (ENOSYS, .notEstablished, .notEstablished), (EACCES, .forbidden, .refused),
    (EPERM, .forbidden, .forbidden),
    (EAFNOSUPPORT, .noBluetooth, .noBluetooth), (EIO, .other(EIO), .other(EIO)),
  ]

  @Test func `each trouble is told apart, and says what to do`() throws {
    let address = try #require(BluetoothAddress("C0:FF:EE:00:00:01/random"))
    var reasons: Set<String> = []
    for (number, calling, connected) in Self.troubles {
      #expect(BluetoothTrouble(number, whileCalling: true) == calling, "\(number)")
      #expect(BluetoothTrouble(number, whileCalling: false) == connected, "\(number)")
      for trouble in [calling, connected] {
        let error = trouble.error("ble:\(address)", address: address)
        #expect(error.kind == (trouble == .forbidden ? .forbidden : .unavailable))
        reasons.insert(error.reason)
      }
    }
    #expect(reasons.count == Set(Self.troubles.flatMap { [$0.1, $0.2] }).count)
    #expect(
      BluetoothTrouble.busy.error("x", address: address).reason.contains(
        "bluetoothctl disconnect C0:FF:EE:00:00:01"))
    #expect(BluetoothTrouble.noAnswer.error("x", address: address).reason.contains("kind public, not random"))
  }
}
