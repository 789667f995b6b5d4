/// A packet of the Attribute Protocol as a value, both ways (Core, Vol 3 Part F 3.4).
///
/// Reading several handles at once, prepared writes and signed writes are left out: no wearable here has values that need them.
public enum ATTPacket: Hashable, Sendable {
  case error(request: UInt8, handle: UInt16, code: ATTErrorCode)
  case mtuRequest(UInt16)
  case mtuResponse(UInt16)
  case findInformationRequest(HandleRange)
  case findInformationResponse([Information])
  case findByTypeValueRequest(HandleRange, type: UInt16, value: [UInt8])
  case findByTypeValueResponse([HandleRange])
  case readByTypeRequest(HandleRange, type: BluetoothUUID)
  case readByTypeResponse([Attribute])
  case readRequest(handle: UInt16)
  case readResponse([UInt8])
  case readBlobRequest(handle: UInt16, offset: UInt16)
  case readBlobResponse([UInt8])
  case readByGroupTypeRequest(HandleRange, type: BluetoothUUID)
  case readByGroupTypeResponse([Group])
  case writeRequest(Attribute)
  case writeResponse
  case notification(Attribute)
  case indication(Attribute)
  case confirmation
  case multipleNotification([Attribute])
  case writeCommand(Attribute)

  /// Handles from the first to the last, as said: a peer may say them in the wrong order.
  public struct HandleRange: Hashable, Sendable {
    public var first: UInt16
    public var last: UInt16

    public init(_ first: UInt16, _ last: UInt16) { (self.first, self.last) = (first, last) }

    /// Whether there can be such handles.
    public var isValid: Bool { first > 0 && first <= last }
  }

  /// A handle, and what kind of attribute it is of.
  public struct Information: Hashable, Sendable {
    public var handle: UInt16
    public var type: BluetoothUUID

    public init(handle: UInt16, type: BluetoothUUID) { (self.handle, self.type) = (handle, type) }
  }

  /// A handle and its value.
  public struct Attribute: Hashable, Sendable {
    public var handle: UInt16
    public var value: [UInt8]

    public init(handle: UInt16, value: [UInt8]) { (self.handle, self.value) = (handle, value) }
  }

  /// A group of handles, and the value of its first.
  public struct Group: Hashable, Sendable {
    public var handles: HandleRange
    public var value: [UInt8]

    public init(handles: HandleRange, value: [UInt8]) { (self.handles, self.value) = (handles, value) }
  }

  /// Its first byte.
  public var opcode: ATTOpcode {
    switch self {
    case .error: .errorResponse
    case .mtuRequest: .mtuRequest
    case .mtuResponse: .mtuResponse
    case .findInformationRequest: .findInformationRequest
    case .findInformationResponse: .findInformationResponse
    case .findByTypeValueRequest: .findByTypeValueRequest
    case .findByTypeValueResponse: .findByTypeValueResponse
    case .readByTypeRequest: .readByTypeRequest
    case .readByTypeResponse: .readByTypeResponse
    case .readRequest: .readRequest
    case .readResponse: .readResponse
    case .readBlobRequest: .readBlobRequest
    case .readBlobResponse: .readBlobResponse
    case .readByGroupTypeRequest: .readByGroupTypeRequest
    case .readByGroupTypeResponse: .readByGroupTypeResponse
    case .writeRequest: .writeRequest
    case .writeResponse: .writeResponse
    case .notification: .notification
    case .indication: .indication
    case .confirmation: .confirmation
    case .multipleNotification: .multipleNotification
    case .writeCommand: .writeCommand
    }
  }
}
