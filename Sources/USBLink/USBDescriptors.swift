/// What a device says of itself in its descriptors, as far as it can be believed.
///
/// They are walked by the lengths that they tell. A length that leads nowhere ends the walk; what came before counts.
struct USBDescriptors: Hashable, Sendable {
  var vendor: UInt16 = 0
  var product: UInt16 = 0
  /// `bcdDevice`: the maker's release number.
  var release: UInt16 = 0
  var configurations: [Configuration] = []

  /// One way in which a device can be set up.
  struct Configuration: Hashable, Sendable {
    var value: UInt8
    /// In their first setting.
    var interfaces: [USBInterface] = []
  }

  // Kinds of descriptors (USB 2.0, table 9-5), and the interface's own of a class.
  private static let device: UInt8 = 1
  private static let configuration: UInt8 = 2
  private static let interface: UInt8 = 4
  private static let endpoint: UInt8 = 5
  private static let classSpecific: UInt8 = 0x24

  /// Walks a device descriptor and the configurations after it, as the system keeps them.
  init(_ bytes: [UInt8]) {
    var place = 0
    // Only the first setting of an interface is looked at.
    var isInside = false
    while place + 2 <= bytes.count, bytes[place] >= 2, place + Int(bytes[place]) <= bytes.count {
      let one = Array(bytes[place..<place + Int(bytes[place])])
      place += one.count
      switch one[1] {
      case Self.device where one.count >= 18:
        (vendor, product, release) = (Self.word(one, 8), Self.word(one, 10), Self.word(one, 12))
      case Self.configuration where one.count >= 9:
        configurations.append(Configuration(value: one[5]))
        isInside = false
      case Self.interface where one.count >= 9:
        isInside = one[3] == 0 && add(USBInterface(one))
      case Self.endpoint where one.count >= 7 && isInside:
        if let endpoint = USBEndpoint(one) { change { $0.endpoints.append(endpoint) } }
      case Self.classSpecific where isInside:
        change { $0.classDescriptors.append(one) }
      default: break
      }
    }
  }

  /// The configuration that is in use; the first where that is not known.
  func interfaces(of value: UInt8?) -> [USBInterface] {
    (configurations.first { $0.value == value } ?? configurations.first)?.interfaces ?? []
  }

  /// Adds an interface to the last configuration; false where it has none, or one of that number.
  private mutating func add(_ interface: USBInterface) -> Bool {
    guard let last = configurations.indices.last,
      !configurations[last].interfaces.contains(where: { $0.number == interface.number })
    else { return false }
    configurations[last].interfaces.append(interface)
    return true
  }

  private mutating func change(_ body: (inout USBInterface) -> Void) {
    guard let last = configurations.indices.last, let one = configurations[last].interfaces.indices.last
    else {
      return
    }
    body(&configurations[last].interfaces[one])
  }

  fileprivate static func word(_ bytes: [UInt8], _ place: Int) -> UInt16 {
    UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
  }
}

/// An interface, in its first setting.
struct USBInterface: Hashable, Sendable {
  var number: UInt8
  /// Class, subclass and protocol.
  var kind: [UInt8]
  var endpoints: [USBEndpoint] = []
  /// What its class adds, whole.
  var classDescriptors: [[UInt8]] = []

  fileprivate init(_ descriptor: [UInt8]) {
    number = descriptor[2]
    kind = Array(descriptor[5..<8])
  }

  /// Its first endpoint of a kind and direction.
  func endpoint(_ kind: TransferKind, isInbound: Bool) -> USBEndpoint? {
    endpoints.first { $0.kind == kind && $0.isInbound == isInbound }
  }
}

/// Where bulk or interrupt transfers go.
struct USBEndpoint: Hashable, Sendable {
  var address: UInt8
  var kind: TransferKind
  /// Bytes of a packet, at least 8.
  var packet: Int

  var isInbound: Bool { address & 0x80 != 0 }

  /// Nil of kinds that are not used here, and of what no endpoint can be.
  fileprivate init?(_ descriptor: [UInt8]) {
    address = descriptor[2]
    packet = Int(USBDescriptors.word(descriptor, 4) & 0x7FF)
    switch descriptor[3] & 3 {
    case 2: kind = .bulk
    case 3: kind = .interrupt
    default: return nil
    }
    guard address & 0x0F != 0, address & 0x70 == 0, packet >= 8 || kind == .interrupt && packet > 0 else {
      return nil
    }
  }
}
