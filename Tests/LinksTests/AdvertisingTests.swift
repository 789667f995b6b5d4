import Links
import Signals
import Testing

/// What devices say of themselves, and how controllers and the kernel report it.
@Suite struct AdvertisingTests {
  /// Address C0:FF:EE:00:00:01 as it goes over the air.
  private static let address: [UInt8] = [0x01, 0x00, 0x00, 0xEE, 0xFF, 0xC0]
  private static let sensor = BluetoothAddress("C0:FF:EE:00:00:01/random")
  /// Flags, and the whole name `Sensor`.
  private static let data: [UInt8] = [2, 0x01, 0x06, 7, 0x09, 0x53, 0x65, 0x6E, 0x73, 0x6F, 0x72]
  /// The armband's service, as it stands in its sheet.
  private static let myo: [UInt8] = [
    17, 0x06, 0x42, 0x48, 0x12, 0x4A, 0x7F, 0x2C, 0x48, 0x47, 0xB9, 0xDE, 0x04, 0xA9, 0x01, 0x00, 0x06, 0xD5,
  ]

  static func legacy(_ event: UInt8, _ kind: UInt8, _ data: [UInt8], strength: UInt8 = 0xCE) -> [UInt8] {
    let report = [event, kind] + address + [UInt8(data.count)] + data + [strength]
    return [0x3E, UInt8(report.count + 2), 0x02, 1] + report
  }

  static func extended(_ event: UInt16, _ kind: UInt8, _ data: [UInt8]) -> [UInt8] {
    let report =
      [UInt8(event & 0xFF), UInt8(event >> 8), kind] + address + [1, 0, 0xFF, 0x7F, 0xCE, 0, 0, 0]
      + [UInt8](repeating: 0, count: 6) + [UInt8(data.count)] + data
    return [0x3E, UInt8(report.count + 2), 0x0D, 1] + report
  }

  static func management(_ kind: UInt8, flags: UInt8, _ data: [UInt8], strength: UInt8 = 0xCE) -> [UInt8] {
    let body = address + [kind, strength, flags, 0, 0, 0, UInt8(data.count), 0] + data
    return [0x12, 0, 0, 0, UInt8(body.count), 0] + body
  }

  @Test func `all three ways of hearing a device report the same of it`() throws {
    let sensor = try #require(Self.sensor)
    for report in [
      AdvertisingReport.reports(inEvent: Self.legacy(0, 1, Self.data)).first,
      AdvertisingReport.reports(inEvent: Self.extended(0x13, 1, Self.data)).first,
      AdvertisingReport(managementEvent: Self.management(2, flags: 0, Self.data)),
    ] {
      #expect(report?.address == sensor && report?.strength == -50)
      #expect(report?.isConnectable == true && report?.data == Self.data)
    }
    #expect(AdvertisingReport.reports(inEvent: Self.legacy(4, 1, [])).first?.isConnectable == .some(nil))
    #expect(AdvertisingReport.reports(inEvent: Self.extended(0x1B, 1, [])).first?.isConnectable == .some(nil))
    #expect(AdvertisingReport.reports(inEvent: Self.legacy(3, 1, [])).first?.isConnectable == false)
    #expect(AdvertisingReport.reports(inEvent: Self.legacy(0, 0, [])).first?.address.kind == .public)
    #expect(AdvertisingReport(managementEvent: Self.management(1, flags: 4, []))?.isConnectable == false)
    #expect(AdvertisingReport(managementEvent: Self.management(0, flags: 0, [])) == nil)
    #expect(
      AdvertisingReport(managementEvent: Self.management(2, flags: 0, [], strength: 127))?.strength == nil)
    #expect(AdvertisingReport.reports(inEvent: Self.legacy(0, 0xFF, [])).isEmpty)
  }

  @Test func `several reports in one event are all read, and those that are not there are not`() {
    let one = Self.legacy(0, 1, Self.data)
    var two = one + one[4...]
    two[3] = 2
    #expect(AdvertisingReport.reports(inEvent: two).count == 2)
    two[3] = 200
    #expect(AdvertisingReport.reports(inEvent: two).count == 2)
    for count in 0..<two.count {
      #expect(
        AdvertisingReport.reports(inEvent: Array(two.prefix(count))).count <= (count >= one.count ? 1 : 0))
    }
    let management = Self.management(2, flags: 0, Self.data)
    for count in 0..<management.count {
      #expect(AdvertisingReport(managementEvent: Array(management.prefix(count))) == nil)
    }
    #expect(AdvertisingReport(managementEvent: management + [0]) == nil)
  }

  @Test func `names, services and maker are read, as far as the bytes are whole`() {
    var data = AdvertisedData()
    data.take(Self.data + Self.myo + [5, 0x03, 0x0F, 0x18, 0x84, 0xFE] + [4, 0xFF, 0x59, 0x00, 0x01])
    #expect(data.name == "Sensor" && data.company == 0x59)
    #expect(
      data.services == [
        BluetoothUUID(0xD506_0001_A904_DEB9, 0x4748_2C7F_4A12_4842), .battery, BluetoothUUID(0xFE84),
      ])
    // Lengths that lead out of the bytes, that are nothing, or that are no multiple of a service's.
    for bytes: [UInt8] in [
      [], [0], [5], [9, 0x09, 0x41], [0, 5, 0x09, 0x41, 0x41, 0x41, 0x41], [1, 0x09], [2, 0x03, 0x0F],
      [1, 0xFF],
      [255], [2, 0xFF, 1], [2, 0x09, 0x07],
    ] {
      var cut = AdvertisedData()
      cut.take(bytes)
      #expect(cut == AdvertisedData(), "\(bytes)")
    }
  }

  @Test func `a name is shown without control characters, and a whole one is kept before a short one`() {
    var data = AdvertisedData()
    data.take([5, 0x08, 0x53, 0x1B, 0x5B, 0x6E])
    #expect(data.name == "S[n")
    data.take(Self.data)
    data.take([3, 0x08, 0x53, 0x65])
    #expect(data.name == "Sensor")
    data.take([250, 0x09] + [UInt8](repeating: 0x41, count: 249))
    #expect(data.name?.count == 80)
    data.take([3, 0x09, 0xFF, 0xFE])
    #expect(data.name != nil)
  }

  @Test func `what a device says at one time and another is put together, and a crowd is bounded`() throws {
    var sightings = Sightings()
    let reports =
      AdvertisingReport.reports(inEvent: Self.legacy(0, 1, Self.data, strength: 127))
      + AdvertisingReport.reports(inEvent: Self.legacy(4, 1, Self.myo))
    for report in reports { sightings.take(report) }
    let found = try #require(sightings.all.first)
    #expect(sightings.all.count == 1 && found.count == 2 && found.strength == -50)
    #expect(found.data.name == "Sensor" && found.data.services.count == 1)
    for number in 0..<2000 {
      var event = Self.legacy(0, 1, [])
      (event[6], event[7]) = (UInt8(number & 0xFF), UInt8(number >> 8))
      for report in AdvertisingReport.reports(inEvent: event) { sightings.take(report) }
    }
    #expect(sightings.all.count == 512)
    #expect(sightings.all.map { $0.strength ?? 0 } == sightings.all.map { $0.strength ?? 0 }.sorted(by: >))
  }

  @Test func `any bytes in any of these places are read without harm`() {
    var chance = SeededGenerator(seed: 5)
    let seeds = [
      Self.legacy(0, 1, Self.data + Self.myo), Self.extended(0x13, 1, Self.data),
      Self.management(2, flags: 0, Self.data),
    ]
    var sightings = Sightings()
    for _ in 0..<100_000 {
      var bytes = seeds[Int.random(in: 0..<3, using: &chance)]
      for _ in 0..<Int.random(in: 0..<4, using: &chance) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &chance)
        if Bool.random(using: &chance) {
          bytes.remove(at: place)
        } else {
          bytes[place] = .random(in: 0...255, using: &chance)
        }
      }
      for report in AdvertisingReport.reports(inEvent: bytes) { sightings.take(report) }
      if let report = AdvertisingReport(managementEvent: bytes) { sightings.take(report) }
      var facts = ConnectionFacts()
      _ = facts.take(event: bytes, handle: 1)
      _ = ScanFrames.status(ofEvent: bytes, for: ScanFrames.legacyOn)
      _ = ScanFrames.discoveryStatus(of: bytes, index: 0)
      _ = ScanFrames.isDiscoveryEnd(bytes, index: 0)
    }
    #expect(sightings.all.count > 10)
  }
}
