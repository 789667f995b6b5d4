import Fixtures
import Foundation
import Links
import Testing

@testable import USBLink

/// What is attached, as files tell.
@Suite struct USBDirectoryTests {
  private let folder: TemporaryFolder
  private let directory: USBDirectory

  init() throws {
    folder = try TemporaryFolder()
    directory = USBDirectory(system: folder.path("sys"), devices: folder.path("dev"))
    try attach("1-1", Devices.native, address: 2, serial: "0123")
    try attach(
      "1-2", Devices.ftdi, address: 3, serial: "DN0096XA", drivers: [0: "ftdi_sio"], lines: ["ttyUSB0"])
    try attach("1-3.4", Devices.board, address: 4, serial: "", drivers: [0: "cdc_acm", 1: "cdc_acm"])
    try attach("usb1", Devices.device(0x1D6B, 2), address: 1, serial: "0000:00:14.0")
  }

  private func attach(
    _ name: String, _ descriptors: [UInt8], address: Int, serial: String, product: String = "Band",
    drivers: [Int: String] = [:], lines: [String] = []
  ) throws {
    let place = "sys/\(name)"
    let files = FileManager.default
    try files.createDirectory(atPath: folder.path(place), withIntermediateDirectories: true)
    try files.createDirectory(atPath: folder.path("dev/bus/usb/001"), withIntermediateDirectories: true)
    try folder.write(descriptors, to: "\(place)/descriptors")
    for (file, text) in [
      ("busnum", "1"), ("devnum", "\(address)"), ("bConfigurationValue", "1"), ("serial", serial),
      ("manufacturer", "Maker"), ("product", product),
    ] where !text.isEmpty {
      try folder.write(Array("\(text)\n".utf8), to: "\(place)/\(file)")
    }
    for number in 0...1 {
      let interface = "\(place)/\(name):1.\(number)"
      try files.createDirectory(atPath: folder.path(interface), withIntermediateDirectories: true)
      try folder.write(Array("0\(number)\n".utf8), to: "\(interface)/bInterfaceNumber")
      if let driver = drivers[number] {
        try files.createSymbolicLink(
          atPath: folder.path("\(interface)/driver"), withDestinationPath: "../../drivers/\(driver)")
      }
      for line in number == 0 ? lines : [] {
        try files.createDirectory(
          atPath: folder.path("\(interface)/\(line)"), withIntermediateDirectories: true)
      }
    }
    try folder.write([UInt8](), to: "dev/bus/usb/001/00\(address)")
  }

  @Test func `devices are listed with what they are, without hubs of the machine`() {
    let attached = directory.attached()
    #expect(attached.map(\.ids) == ["1209:0001", "0403:6015", "2341:0043"])
    #expect(attached.map(\.uses) == [[.native], [.cyton], [.chords]])
    #expect(attached.map(\.serial) == ["0123", "DN0096XA", ""])
    #expect(attached[0].words == "Maker Band")
    #expect(attached[1].drivers == ["ftdi_sio"])
    #expect(attached[1].lines == [folder.path("dev/ttyUSB0")])
    #expect(attached.allSatisfy { $0.obstacle == nil })
  }

  @Test func `what a maker writes reaches no terminal as it is`() throws {
    try attach("1-9", Devices.native, address: 9, serial: "a\u{1B}[31mb", product: "Evil\u{202E}\u{7}")
    let device = try #require(directory.attached().last)
    #expect(device.serial == "a[31mb")
    #expect(device.words == "Maker Evil")
  }

  @Test func `a device that a program holds, or that is not ours, says so`() throws {
    try attach("1-8", Devices.native, address: 8, serial: "H", drivers: [0: "usbfs"])
    #expect(try directory.find(.native, serial: "H", name: "usb:H").obstacle == .busy)
    // Its node has gone: as with no rights, it cannot be opened.
    try FileManager.default.removeItem(atPath: folder.path("dev/bus/usb/001/008"))
    #expect(try directory.find(.native, serial: "H", name: "usb:H").obstacle == .forbidden)
  }

  @Test func `one device is found by its use, and one of several by its serial number alone`() throws {
    #expect(try directory.find(.native, serial: nil, name: "usb").serial == "0123")
    try attach("1-7", Devices.native, address: 7, serial: "0456")
    #expect(try directory.find(.native, serial: "0456", name: "usb:0456").place.address == 7)
    let several = #expect(throws: LinkError.self) { try directory.find(.native, serial: nil, name: "usb") }
    #expect(several?.reason.contains("0123, 0456") == true)
    let other = #expect(throws: LinkError.self) { try directory.find(.native, serial: "9", name: "usb:9") }
    #expect(other?.kind == .unavailable && other?.reason.contains("0123, 0456") == true)
    let none = #expect(throws: LinkError.self) { try directory.find(.umyo, serial: nil, name: "umyo") }
    #expect(none?.message == "umyo: no such device is attached")
  }

  @Test func `a device is present while it is where it was`() throws {
    let device = try directory.find(.native, serial: nil, name: "usb")
    #expect(directory.isPresent(device))
    // Plugged in again it has another address.
    try folder.write(Array("11\n".utf8), to: "sys/1-1/devnum")
    #expect(!directory.isPresent(device))
  }

  @Test func `without the system's files nothing is attached`() {
    #expect(USBDirectory(system: folder.path("nowhere")).attached().isEmpty)
  }

  @Test func `a device that is not there cannot be opened`() {
    let error = #expect(throws: LinkError.self) { try USBDeviceLink.open(.umyo, serial: nil, in: directory) }
    #expect(error?.kind == .unavailable)
  }

  @Test func `the rules name every device that is known, and the class of our own`() {
    let rules = USBRules.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(rules.count == 1 + 2 * KnownDevice.all.count)
    #expect(rules.allSatisfy { $0.contains("TAG+=\"uaccess\"") })
    #expect(rules[0].contains("ENV{ID_USB_INTERFACES}==\"*:ff5301:*\""))
    #expect(
      rules.contains {
        $0.hasPrefix("SUBSYSTEM==\"usb\"")
          && $0.contains("ATTR{idVendor}==\"0403\", ATTR{idProduct}==\"6015\"")
      })
  }
}
