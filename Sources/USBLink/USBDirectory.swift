internal import Foundation
public import Links

/// What is attached, as the system's files tell: nothing is opened, and nothing needs a right.
public struct USBDirectory: Sendable {
  private let system: String
  private let devices: String

  /// A directory of `/sys/bus/usb/devices`, whose nodes are in `/dev`; or of other folders like them.
  public init(system: String = "/sys/bus/usb/devices", devices: String = "/dev") {
    (self.system, self.devices) = (system, devices)
  }

  /// All devices but hubs, in the order of their sockets.
  public func attached() -> [AttachedDevice] {
    names(in: system).filter { !$0.contains(":") && !$0.hasPrefix("usb") }
      .compactMap { facts(of: $0) }.filter { $0.descriptors.count >= 18 && $0.descriptors[4] != 0x09 }
      .map(AttachedDevice.init)
  }

  /// The one device that can be used as `use`, or the one with that serial number; `name` is told in errors.
  ///
  /// - Throws: ``LinkError``: unavailable where there is none, or which one is not said.
  public func find(_ use: DeviceUse, serial: String?, name: String) throws(LinkError) -> AttachedDevice {
    let all = attached().filter { $0.uses.contains(use) }
    let found = serial.map { serial in all.filter { $0.serial == serial } } ?? all
    guard found.count <= 1 else {
      let names = found.map { $0.serial.isEmpty ? "one without" : $0.serial }.joined(separator: ", ")
      throw LinkError(
        .unavailable, name: name, reason: "several are attached; name the serial number: \(names)")
    }
    guard let device = found.first else {
      let others = all.map(\.serial).filter { !$0.isEmpty }.joined(separator: ", ")
      let reason =
        serial == nil || others.isEmpty
        ? "no such device is attached" : "no device with that serial number is attached, but \(others)"
      throw LinkError(.unavailable, name: name, reason: reason)
    }
    return device
  }

  /// Whether a device is still where it was.
  func isPresent(_ device: AttachedDevice) -> Bool {
    names(in: system).contains { place(of: $0) == device.place }
  }

  private func facts(of name: String) -> USBFacts? {
    guard let place = place(of: name),
      let descriptors = FileManager.default.contents(atPath: "\(system)/\(name)/descriptors")
    else { return nil }
    var facts = USBFacts(place: place, descriptors: Array(descriptors))
    facts.configuration = text("\(name)/bConfigurationValue").flatMap { UInt8($0) }
    facts.serial = text("\(name)/serial") ?? ""
    facts.maker = text("\(name)/manufacturer") ?? ""
    facts.name = text("\(name)/product") ?? ""
    for interface in names(in: "\(system)/\(name)") where interface.hasPrefix("\(name):") {
      guard let number = text("\(name)/\(interface)/bInterfaceNumber").flatMap({ UInt8($0, radix: 16) })
      else { continue }
      let folder = "\(system)/\(name)/\(interface)"
      if let driver = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/driver") {
        facts.drivers[number] = URL(filePath: driver).lastPathComponent
      }
      // A driver of serial lines has them in a folder, or as folders.
      let lines = names(in: "\(folder)/tty") + names(in: folder).filter { $0.hasPrefix("ttyUSB") }
      facts.lines += lines.map { "\(devices)/\($0)" }
    }
    facts.isAllowed = access(node(of: place), R_OK | W_OK) == 0
    return facts
  }

  private func node(of place: USBPlace) -> String {
    func digits(_ number: UInt8) -> String { String(String(1000 + Int(number)).dropFirst()) }
    return "\(devices)/bus/usb/\(digits(place.bus))/\(digits(place.address))"
  }

  private func place(of name: String) -> USBPlace? {
    guard let bus = text("\(name)/busnum").flatMap({ UInt8($0) }),
      let address = text("\(name)/devnum").flatMap({ UInt8($0) })
    else { return nil }
    return USBPlace(bus: bus, address: address)
  }

  /// The one line of a file.
  private func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: "\(system)/\(path)").map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  private func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}
