internal import FirmwareProtocol

/// One time that a device was heard, as a controller or the kernel reports it.
public struct AdvertisingReport: Hashable, Sendable {
  public var address: BluetoothAddress
  /// The strength with which it was heard, in dBm; nil where it is not known.
  public var strength: Int?
  /// Whether it lets itself be connected to; nil where the report does not say, as that of a scan response.
  public var isConnectable: Bool?
  /// What it says, as ``AdvertisedData`` reads it.
  public var data: [UInt8]

  /// The reports in an event of a controller: the bytes from its kind on (Core, Vol 4 Part E 7.7.65); none of any other event.
  ///
  /// What is cut is left, and so is what is wrong: a controller that claims more reports than there are has those that there are.
  public static func reports(inEvent bytes: [UInt8]) -> [AdvertisingReport] {
    bytes.withUnsafeBytes { raw in
      var cursor = ByteCursor(raw)
      guard cursor.number() == UInt8(0x3E), let _: UInt8 = cursor.number(), let kind: UInt8 = cursor.number(),
        kind == 0x02 || kind == 0x0D, let count: UInt8 = cursor.number()
      else { return [] }
      var reports: [AdvertisingReport] = []
      for _ in 0..<count {
        guard let found = kind == 0x02 ? cursor.legacyReport() : cursor.extendedReport() else { break }
        if let report = found.report { reports.append(report) }
      }
      return reports
    }
  }

  /// The report in an event of the kernel's management socket; nil of any other event.
  public init?(managementEvent bytes: [UInt8]) {
    let report = bytes.withUnsafeBytes { raw -> AdvertisingReport? in
      var cursor = ByteCursor(raw)
      guard cursor.number() == UInt16(0x0012), let _: UInt16 = cursor.number(),
        let length: UInt16 = cursor.number(),
        Int(length) == cursor.remaining, let address = cursor.bytes(6), let kind: UInt8 = cursor.number(),
        let strength: Int8 = cursor.number(), let flags: UInt32 = cursor.number(),
        let count: UInt16 = cursor.number(),
        let data = cursor.bytes(Int(count))
      else { return nil }
      // 0 is of the older kind of Bluetooth, 1 public and 2 random.
      guard kind == 1 || kind == 2,
        let address = BluetoothAddress(reversed: address, kind == 1 ? .public : .random)
      else { return nil }
      return AdvertisingReport(
        address: address, strength: strength == 127 ? nil : Int(strength), isConnectable: flags & 0x04 == 0,
        data: data)
    }
    guard let report else { return nil }
    self = report
  }

  init(address: BluetoothAddress, strength: Int?, isConnectable: Bool?, data: [UInt8]) {
    (self.address, self.strength, self.isConnectable, self.data) = (address, strength, isConnectable, data)
  }
}

/// A report that was read whole; none in it where it is of no device.
private struct Found { var report: AdvertisingReport? }

extension ByteCursor {
  /// Kind, address, data, strength.
  fileprivate mutating func legacyReport() -> Found? {
    guard let event: UInt8 = number(), let kind: UInt8 = number(), let address = bytes(6),
      let count: UInt8 = number(), let data = bytes(Int(count)), let strength: Int8 = number()
    else { return nil }
    // ADV_IND and ADV_DIRECT_IND can be connected to, a scan response (4) does not say.
    return Found(report: report(kind, address, strength, event == 4 ? nil : event <= 1, data))
  }

  fileprivate mutating func extendedReport() -> Found? {
    guard let event: UInt16 = number(), let kind: UInt8 = number(), let address = bytes(6),
      // Both PHYs, the set's number and the power that it was sent with.
      bytes(4) != nil, let strength: Int8 = number(),
      // The interval, and whom it is for.
      bytes(9) != nil, let count: UInt8 = number(), let data = bytes(Int(count))
    else { return nil }
    let isScanResponse = event & 0x08 != 0
    return Found(report: report(kind, address, strength, isScanResponse ? nil : event & 0x01 != 0, data))
  }

  /// Kinds 2 and 3 are identities that the controller knows by; 0xFF is nobody.
  private func report(
    _ kind: UInt8, _ address: [UInt8], _ strength: Int8, _ isConnectable: Bool?, _ data: [UInt8]
  ) -> AdvertisingReport? {
    guard kind <= 3, let address = BluetoothAddress(reversed: address, kind & 1 == 0 ? .public : .random)
    else {
      return nil
    }
    return AdvertisingReport(
      address: address, strength: strength == 127 ? nil : Int(strength), isConnectable: isConnectable,
      data: data)
  }
}
