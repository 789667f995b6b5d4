import Events
import TerminalUI
import USBLink
import Wearables

/// What is attached, as a page and as JSON lines.
struct DeviceList {
  private let attached: [AttachedDevice]
  private let others: [DeviceFinder.Found]

  /// Devices on the bus; serial lines and wearables in software.
  init(_ attached: [AttachedDevice], _ others: [DeviceFinder.Found]) {
    (self.attached, self.others) = (attached, others)
  }

  /// A line for each that may be monitored.
  func page(width: Int) -> Page {
    var page = Page(width: width)
    let usable = attached.filter { !$0.uses.isEmpty }
    if usable.isEmpty, others.isEmpty {
      page.paragraph("No wearable is found; 'spasm live sim:back-spasm' shows how it is with one.", indent: 0)
      return page
    }
    var table = TextTable([
      .init("device"), .init("what it is", least: 12, .wrap),
      .init("in the way", least: 12, .wrap),
    ])
    for device in usable {
      for (place, address) in device.addresses.enumerated() {
        // What it is besides is the same device.
        let (words, obstacle) = place == 0 ? (Self.words(of: device), Self.obstacle(to: device)) : ("", "")
        table.add([.init(address, .strong), .init(words), .init(obstacle)])
      }
    }
    for one in others { table.add([.init("\(one.address)", .strong), .init(one.words), ""]) }
    page.table(table)
    if usable.contains(where: { $0.obstacle == .forbidden }) {
      page.add(Line())
      page.paragraph("No rights are mended by: \(USBRules.installing)", ink: .faint)
    }
    return page
  }

  private static func words(of device: AttachedDevice) -> String {
    let words = device.words.isEmpty ? device.ids : "\(device.words) (\(device.ids))"
    // The kernel's driver is detached while the device is used, and given back.
    return ([words] + device.lines).joined(separator: ", ")
  }

  private static func obstacle(to device: AttachedDevice) -> String {
    switch device.obstacle {
    case .forbidden: "no rights"
    case .busy: "another program uses it"
    case nil: ""
    }
  }

  /// An object a line.
  var json: [UInt8] { attached.flatMap(Self.json(of:)) + others.flatMap(Self.json(of:)) }

  private static func json(of device: AttachedDevice) -> [UInt8] {
    var text = JSONText()
    text.object { json in
      json.field("type", "usb")
      json.array("addresses") { list in for address in device.addresses { list.string(address) } }
      json.field("words", device.words)
      json.field("ids", device.ids)
      json.field("serial", device.serial)
      json.optional("obstacle", device.obstacle?.rawValue)
      json.array("drivers") { list in for driver in device.drivers { list.string(driver) } }
      json.array("lines") { list in for line in device.lines { list.string(line) } }
    }
    return text.bytes + [UInt8(ascii: "\n")]
  }

  private static func json(of one: DeviceFinder.Found) -> [UInt8] {
    var text = JSONText()
    text.object { json in
      json.field("type", "line")
      json.array("addresses") { $0.string("\(one.address)") }
      json.field("words", one.words)
    }
    return text.bytes + [UInt8(ascii: "\n")]
  }
}
