import Links

/// A peer with attributes of its own, as a wearable's radio would have them; it says all by the byte, without the codec under test.
struct ScriptedPeer {
  /// An attribute: its handle is its place, counted from 1.
  struct Attribute {
    var type: [UInt8]
    var value: [UInt8]
    /// The last handle of the group, where it begins one.
    var end: UInt16 = 0
    /// What it answers instead when it is read or written.
    var refusal: UInt8?
  }

  var attributes: [Attribute] = []
  var mtu: UInt16 = 247
  /// Packets of ours that it did not expect.
  var confirmations = 0
  /// What was written, in order.
  var written: [(handle: UInt16, value: [UInt8])] = []
  private var agreed = 23

  /// Adds a service with its characteristics: kind, properties, value, and whether it can be subscribed to.
  mutating func add(
    _ service: [UInt8], _ characteristics: [(type: [UInt8], properties: UInt8, value: [UInt8], isTold: Bool)]
  ) {
    let start = attributes.count
    attributes.append(Attribute(type: [0x00, 0x28], value: service))
    for characteristic in characteristics {
      let handle = UInt16(attributes.count + 2)
      attributes.append(
        Attribute(
          type: [0x03, 0x28], value: [characteristic.properties] + Self.bytes(handle) + characteristic.type))
      attributes.append(Attribute(type: characteristic.type, value: characteristic.value))
      if characteristic.isTold { attributes.append(Attribute(type: [0x02, 0x29], value: [0, 0])) }
    }
    attributes[start].end = UInt16(attributes.count)
  }

  /// The handle of the first attribute of a kind.
  func handle(_ type: [UInt8]) -> UInt16 { UInt16((attributes.firstIndex { $0.type == type } ?? -1) + 1) }

  /// A notification of the first attribute of a kind.
  func notify(_ type: [UInt8], _ value: [UInt8]) -> [UInt8] { [0x1B] + Self.bytes(handle(type)) + value }

  /// What it answers; nil to what needs no answer.
  mutating func answer(_ packet: [UInt8]) -> [UInt8]? {
    let numbers = stride(from: 1, to: packet.count - 1, by: 2).map {
      UInt16(packet[$0]) | UInt16(packet[$0 + 1]) << 8
    }
    switch packet[0] {
    case 0x02:
      agreed = Int(min(mtu, numbers[0]))
      return [0x03] + Self.bytes(mtu)
    case 0x04: return findInformation(numbers[0], numbers[1])
    case 0x08: return read(packet, numbers, isGroup: false)
    case 0x10: return read(packet, numbers, isGroup: true)
    case 0x0A: return readValue(packet[0], numbers[0], from: 0)
    case 0x0C: return readValue(packet[0], numbers[0], from: Int(numbers[1]))
    case 0x12:
      written.append((numbers[0], Array(packet[3...])))
      if let refusal = attribute(numbers[0])?.refusal { return Self.error(packet[0], numbers[0], refusal) }
      return [0x13]
    case 0x52:
      written.append((numbers[0], Array(packet[3...])))
      return nil
    case 0x1E:
      confirmations += 1
      return nil
    default: return packet[0] & 0x40 == 0 ? Self.error(packet[0], 0, 0x06) : nil
    }
  }

  private func attribute(_ handle: UInt16) -> Attribute? {
    handle > 0 && handle <= attributes.count ? attributes[Int(handle) - 1] : nil
  }

  private func findInformation(_ first: UInt16, _ last: UInt16) -> [UInt8] {
    var out: [UInt8] = []
    for handle in first...last {
      guard let attribute = attribute(handle), out.isEmpty || (out[1] == 1) == (attribute.type.count == 2),
        out.count + 2 + attribute.type.count <= agreed
      else { break }
      if out.isEmpty { out = [0x05, attribute.type.count == 2 ? 1 : 2] }
      out += Self.bytes(handle) + attribute.type
    }
    return out.isEmpty ? Self.error(0x04, first, 0x0A) : out
  }

  private func read(_ packet: [UInt8], _ numbers: [UInt16], isGroup: Bool) -> [UInt8] {
    let head = isGroup ? 4 : 2
    var out: [UInt8] = []
    for place in attributes.indices where place + 1 >= numbers[0] && place + 1 <= numbers[1] {
      let attribute = attributes[place]
      guard attribute.type == Array(packet[5...]) else { continue }
      let size = head + attribute.value.count
      guard out.isEmpty || out[1] == size, max(out.count, 2) + size <= agreed else { break }
      if out.isEmpty { out = [packet[0] + 1, UInt8(size)] }
      out += Self.bytes(UInt16(place + 1)) + (isGroup ? Self.bytes(attribute.end) : []) + attribute.value
    }
    return out.isEmpty ? Self.error(packet[0], numbers[0], 0x0A) : out
  }

  private func readValue(_ opcode: UInt8, _ handle: UInt16, from offset: Int) -> [UInt8] {
    guard let attribute = attribute(handle) else { return Self.error(opcode, handle, 0x01) }
    if let refusal = attribute.refusal { return Self.error(opcode, handle, refusal) }
    guard offset <= attribute.value.count else { return Self.error(opcode, handle, 0x07) }
    return [opcode + 1] + attribute.value[offset...].prefix(agreed - 1)
  }

  static func error(_ opcode: UInt8, _ handle: UInt16, _ code: UInt8) -> [UInt8] {
    [0x01, opcode] + bytes(handle) + [code]
  }

  static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8)] }
}
