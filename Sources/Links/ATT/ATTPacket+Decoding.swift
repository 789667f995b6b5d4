internal import FirmwareProtocol

extension ATTPacket {
  /// The packet that the bytes are; nil where its kind is unknown here or a length is not what its kind has.
  public init?(_ bytes: [UInt8]) {
    guard let first = bytes.first, let opcode = ATTOpcode(rawValue: first) else { return nil }
    let packet = bytes.withUnsafeBytes { raw in
      var cursor = ByteCursor(raw, at: 1)
      let packet = Self.read(opcode, &cursor)
      return cursor.remaining == 0 ? packet : nil
    }
    guard let packet else { return nil }
    self = packet
  }

  private static func read(_ opcode: ATTOpcode, _ cursor: inout ByteCursor) -> ATTPacket? {
    switch opcode {
    case .errorResponse:
      guard let request: UInt8 = cursor.number(), let handle: UInt16 = cursor.number(),
        let code: UInt8 = cursor.number()
      else { return nil }
      return .error(request: request, handle: handle, code: ATTErrorCode(rawValue: code))
    case .mtuRequest: return cursor.number().map { .mtuRequest($0) }
    case .mtuResponse: return cursor.number().map { .mtuResponse($0) }
    case .findInformationRequest: return cursor.handles().map { .findInformationRequest($0) }
    case .findInformationResponse: return findInformation(&cursor)
    case .findByTypeValueRequest:
      guard let handles = cursor.handles(), let type: UInt16 = cursor.number() else { return nil }
      return .findByTypeValueRequest(handles, type: type, value: cursor.rest())
    case .findByTypeValueResponse:
      return cursor.list { $0.handles() }.map { .findByTypeValueResponse($0) }
    case .readByTypeRequest:
      guard let handles = cursor.handles(), let type = cursor.type() else { return nil }
      return .readByTypeRequest(handles, type: type)
    case .readByGroupTypeRequest:
      guard let handles = cursor.handles(), let type = cursor.type() else { return nil }
      return .readByGroupTypeRequest(handles, type: type)
    case .readByTypeResponse:
      guard let size: UInt8 = cursor.number(), size >= 2 else { return nil }
      return cursor.list { $0.attribute(Int(size) - 2) }.map { .readByTypeResponse($0) }
    case .readByGroupTypeResponse:
      guard let size: UInt8 = cursor.number(), size >= 4 else { return nil }
      return cursor.list { $0.group(Int(size) - 4) }.map { .readByGroupTypeResponse($0) }
    case .readRequest: return cursor.number().map { .readRequest(handle: $0) }
    case .readResponse: return .readResponse(cursor.rest())
    case .readBlobRequest:
      guard let handle: UInt16 = cursor.number(), let offset: UInt16 = cursor.number() else { return nil }
      return .readBlobRequest(handle: handle, offset: offset)
    case .readBlobResponse: return .readBlobResponse(cursor.rest())
    case .writeRequest: return cursor.attribute().map { .writeRequest($0) }
    case .writeResponse: return .writeResponse
    case .notification: return cursor.attribute().map { .notification($0) }
    case .indication: return cursor.attribute().map { .indication($0) }
    case .confirmation: return .confirmation
    case .multipleNotification:
      return cursor.list { cursor in
        guard let handle: UInt16 = cursor.number(), let count: UInt16 = cursor.number(),
          let value = cursor.bytes(Int(count))
        else { return nil }
        return Attribute(handle: handle, value: value)
      }.map { .multipleNotification($0) }
    case .writeCommand: return cursor.attribute().map { .writeCommand($0) }
    }
  }

  private static func findInformation(_ cursor: inout ByteCursor) -> ATTPacket? {
    guard let format: UInt8 = cursor.number(), format == 1 || format == 2 else { return nil }
    let entries = cursor.list { cursor -> Information? in
      guard let handle: UInt16 = cursor.number(), let bytes = cursor.bytes(format == 1 ? 2 : 16) else {
        return nil
      }
      return BluetoothUUID(bytes).map { Information(handle: handle, type: $0) }
    }
    return entries.map { .findInformationResponse($0) }
  }
}

extension ByteCursor {
  fileprivate mutating func rest() -> [UInt8] { bytes(remaining) ?? [] }

  fileprivate mutating func handles() -> ATTPacket.HandleRange? {
    guard let first: UInt16 = number(), let last: UInt16 = number() else { return nil }
    return ATTPacket.HandleRange(first, last)
  }

  /// A kind of attribute that fills the rest; four bytes are no length of one here.
  fileprivate mutating func type() -> BluetoothUUID? {
    remaining == 2 || remaining == 16 ? BluetoothUUID(rest()) : nil
  }

  /// A handle and `count` bytes, or all that is left.
  fileprivate mutating func attribute(_ count: Int? = nil) -> ATTPacket.Attribute? {
    guard let handle: UInt16 = number(), let value = bytes(count ?? remaining) else { return nil }
    return ATTPacket.Attribute(handle: handle, value: value)
  }

  fileprivate mutating func group(_ count: Int) -> ATTPacket.Group? {
    guard let handles = handles(), let value = bytes(count) else { return nil }
    return ATTPacket.Group(handles: handles, value: value)
  }

  /// Entries up to the end, one at least and none of them cut.
  fileprivate mutating func list<Entry>(_ read: (inout ByteCursor) -> Entry?) -> [Entry]? {
    var entries: [Entry] = []
    repeat {
      guard let entry = read(&self) else { return nil }
      entries.append(entry)
    } while remaining > 0
    return entries
  }
}
