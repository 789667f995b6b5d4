internal import FirmwareProtocol

extension ATTPacket {
  /// The bytes that say it; entries of one list must be of one length.
  public func encoded() -> [UInt8] {
    var out = [opcode.rawValue]
    switch self {
    case .error(let request, let handle, let code):
      out.append(request)
      out.append(number: handle)
      out.append(code.rawValue)
    case .mtuRequest(let mtu), .mtuResponse(let mtu): out.append(number: mtu)
    case .findInformationRequest(let handles): out.append(handles)
    case .findInformationResponse(let entries):
      out.append(entries.first?.type.short == nil ? 2 : 1)
      for entry in entries {
        out.append(number: entry.handle)
        out += entry.type.bytes
      }
    case .findByTypeValueRequest(let handles, let type, let value):
      out.append(handles)
      out.append(number: type)
      out += value
    case .findByTypeValueResponse(let ranges): for handles in ranges { out.append(handles) }
    case .readByTypeRequest(let handles, let type), .readByGroupTypeRequest(let handles, let type):
      out.append(handles)
      out += type.bytes
    case .readByTypeResponse(let entries):
      out.append(UInt8(truncatingIfNeeded: 2 + (entries.first?.value.count ?? 0)))
      for entry in entries { out.append(entry) }
    case .readByGroupTypeResponse(let groups):
      out.append(UInt8(truncatingIfNeeded: 4 + (groups.first?.value.count ?? 0)))
      for group in groups {
        out.append(group.handles)
        out += group.value
      }
    case .readRequest(let handle): out.append(number: handle)
    case .readResponse(let value), .readBlobResponse(let value): out += value
    case .readBlobRequest(let handle, let offset):
      out.append(number: handle)
      out.append(number: offset)
    case .writeRequest(let attribute), .writeCommand(let attribute), .notification(let attribute),
      .indication(let attribute):
      out.append(attribute)
    case .multipleNotification(let attributes):
      for attribute in attributes {
        out.append(number: attribute.handle)
        out.append(number: UInt16(truncatingIfNeeded: attribute.value.count))
        out += attribute.value
      }
    case .writeResponse, .confirmation: break
    }
    return out
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ handles: ATTPacket.HandleRange) {
    append(number: handles.first)
    append(number: handles.last)
  }

  fileprivate mutating func append(_ attribute: ATTPacket.Attribute) {
    append(number: attribute.handle)
    append(contentsOf: attribute.value)
  }
}
