/// Asks a peer for all that it offers, one request after another: services, then the characteristics of each, then their descriptors.
///
/// Handles have to rise from answer to answer, as the standard has it, so that no peer can keep it going; and it gives up where there is
/// more than any wearable has.
struct GATTDiscovery: Sendable {
  private(set) var table = GATTTable()
  private var step: Step? = .services(from: 1)

  private enum Step {
    case services(from: UInt16)
    case characteristics(service: Int, from: UInt16)
    case descriptors(service: Int, characteristic: Int, from: UInt16)
  }

  private static let mostServices = 64
  private static let mostCharacteristics = 128
  private static let mostDescriptors = 16

  /// The request to make next; nil when all is known.
  var request: ATTPacket? {
    switch step {
    case .services(let first): .readByGroupTypeRequest(.init(first, .max), type: .primaryService)
    case .characteristics(let service, let first):
      .readByTypeRequest(.init(first, table.services[service].handles.last), type: .characteristic)
    case .descriptors(let service, let characteristic, let first):
      .findInformationRequest(.init(first, table.services[service].characteristics[characteristic].last))
    case nil: nil
    }
  }

  /// Takes the answer to ``request``.
  ///
  /// - Throws: ``ATTFailure`` where the answer leads nowhere.
  mutating func take(_ answer: Result<ATTPacket, ATTFailure>) throws(ATTFailure) {
    let packet: ATTPacket
    switch answer {
    case .success(let answered): packet = answered
    case .failure(.refused(.attributeNotFound, _)): return advance(from: nil)
    case .failure(let failure): throw failure
    }
    switch (step, packet) {
    case (.services(let first), .readByGroupTypeResponse(let groups)):
      advance(from: try addServices(groups, from: first))
    case (.characteristics(let service, let first), .readByTypeResponse(let entries)):
      advance(from: try addCharacteristics(entries, to: service, from: first))
    case (.descriptors(let service, let characteristic, let first), .findInformationResponse(let entries)):
      advance(from: try addDescriptors(entries, to: service, characteristic, from: first))
    default: throw .malformed
    }
  }

  /// Goes on behind handle `last`, or with the next thing to find where there is nothing behind it.
  private mutating func advance(from last: UInt16?) {
    switch step {
    case .services:
      if let last, last < .max { return step = .services(from: last + 1) }
      step = nextService(after: -1)
    case .characteristics(let service, _):
      if let last, last < table.services[service].handles.last {
        return step = .characteristics(service: service, from: last + 1)
      }
      step = nextDescriptors(service: service, after: -1)
    case .descriptors(let service, let characteristic, _):
      if let last, last < table.services[service].characteristics[characteristic].last {
        return step = .descriptors(service: service, characteristic: characteristic, from: last + 1)
      }
      step = nextDescriptors(service: service, after: characteristic)
    case nil: break
    }
  }

  private func nextService(after place: Int) -> Step? {
    let next = place + 1
    guard next < table.services.count else { return nil }
    return .characteristics(service: next, from: table.services[next].handles.first)
  }

  private func nextDescriptors(service: Int, after place: Int) -> Step? {
    let characteristics = table.services[service].characteristics
    let next = characteristics.indices.first {
      place < $0 && characteristics[$0].handle < characteristics[$0].last
    }
    guard let next else { return nextService(after: service) }
    return .descriptors(service: service, characteristic: next, from: characteristics[next].handle + 1)
  }

  private mutating func addServices(
    _ groups: [ATTPacket.Group], from first: UInt16
  ) throws(ATTFailure) -> UInt16 {
    var last = first - 1
    for group in groups {
      guard group.handles.isValid, group.handles.first > last, let type = BluetoothUUID(group.value),
        group.value.count != 4, table.services.count < Self.mostServices
      else { throw .malformed }
      table.services.append(.init(type: type, handles: group.handles))
      last = group.handles.last
    }
    return last
  }

  /// An entry's value: properties, the value's handle, the kind; the entry's own handle stands before it.
  private mutating func addCharacteristics(
    _ entries: [ATTPacket.Attribute], to service: Int, from first: UInt16
  ) throws(ATTFailure) -> UInt16 {
    let end = table.services[service].handles.last
    var last = first - 1
    for entry in entries {
      guard entry.handle > last, entry.value.count == 5 || entry.value.count == 19,
        let type = BluetoothUUID(Array(entry.value[3...]))
      else { throw .malformed }
      let handle = UInt16(entry.value[1]) | UInt16(entry.value[2]) << 8
      guard handle > entry.handle, handle <= end,
        table.services[service].characteristics.count < Self.mostCharacteristics
      else { throw .malformed }
      // It ends before the declaration of the next.
      if let before = table.services[service].characteristics.indices.last {
        guard table.services[service].characteristics[before].handle < entry.handle else { throw .malformed }
        table.services[service].characteristics[before].last = entry.handle - 1
      }
      table.services[service].characteristics.append(
        .init(type: type, handle: handle, last: end, properties: .init(rawValue: entry.value[0])))
      last = entry.handle
    }
    return last
  }

  private mutating func addDescriptors(
    _ entries: [ATTPacket.Information], to service: Int, _ characteristic: Int, from first: UInt16
  ) throws(ATTFailure) -> UInt16 {
    let end = table.services[service].characteristics[characteristic].last
    var last = first - 1
    for entry in entries {
      guard entry.handle > last, entry.handle <= end,
        table.services[service].characteristics[characteristic].descriptors.count < Self.mostDescriptors
      else { throw .malformed }
      table.services[service].characteristics[characteristic].descriptors.append(entry)
      last = entry.handle
    }
    return last
  }
}
