internal import Signals

/// A device on the bus, as the system tells of it without asking the device.
public struct AttachedDevice: Hashable, Sendable {
  public var vendor: UInt16
  public var product: UInt16
  /// Its serial number, by which it is known wherever it is plugged in, without anything that a terminal obeys; empty where it has none.
  public var serial: String
  /// What its maker calls it, without anything that a terminal obeys.
  public var words: String
  /// What it may be used as.
  public var uses: [DeviceUse]
  /// What is in the way of using it over USB; nil where nothing is.
  public var obstacle: Obstacle?
  /// The serial lines that the kernel makes of it, as paths.
  public var lines: [String]
  /// The kernel's drivers of its interfaces.
  public var drivers: [String]

  /// `bcdDevice`: the maker's release number.
  var release: UInt16
  var place: USBPlace
  /// Nil of a device that we do not know how to talk to.
  var route: USBRoute?

  /// What is in the way of using a device.
  public enum Obstacle: String, Hashable, Sendable {
    /// Its node belongs to others; a rule mends it.
    case forbidden
    /// A program holds one of its interfaces.
    case busy
  }

  /// Vendor and product as they are printed everywhere: `0403:6015`.
  public var ids: String { hexadecimal(vendor, digits: 4) + ":" + hexadecimal(product, digits: 4) }

  /// Its addresses, one for each thing that it may be used as.
  public var addresses: [String] { uses.map { $0.address(serial: serial.isEmpty ? nil : serial) } }

  /// Puts together what is known of a device.
  init(_ facts: USBFacts) {
    let descriptors = USBDescriptors(facts.descriptors)
    let interfaces = descriptors.interfaces(of: facts.configuration)
    (vendor, product, release) = (descriptors.vendor, descriptors.product, descriptors.release)
    place = facts.place
    serial = printable(facts.serial)
    words = printable("\(printable(facts.maker)) \(printable(facts.name))")
    let known = KnownDevice.of(vendor, product)
    if let native = USBRoute.native(interfaces) {
      (route, uses) = (native, [.native])
    } else {
      route = USBRoute.serial(interfaces, vendor: vendor, product: product)
      // A board of an unknown maker that speaks the class may be any.
      uses = route == nil ? [] : known?.uses ?? [.chords, .umyo]
    }
    if words.isEmpty { words = known?.name ?? "" }
    lines = facts.lines
    drivers = Array(Set(facts.drivers.values)).sorted()
    // What a program claims belongs to the driver that lets programs in.
    let isHeld = route?.interfaces.contains { facts.drivers[$0] == "usbfs" } ?? false
    obstacle = !facts.isAllowed ? .forbidden : isHeld ? .busy : nil
  }
}

/// What the system tells of a device.
struct USBFacts: Hashable, Sendable {
  var place: USBPlace
  /// The device's descriptor and those of its configurations.
  var descriptors: [UInt8]
  /// Which configuration is in use.
  var configuration: UInt8?
  var serial = ""
  var maker = ""
  var name = ""
  /// The kernel's driver of each interface that has one.
  var drivers: [UInt8: String] = [:]
  var lines: [String] = []
  /// Whether its node may be opened for writing.
  var isAllowed = true
}
