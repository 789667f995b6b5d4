/// What an attribute packet is: its first byte (Core, Vol 3 Part F 3.4.8).
public enum ATTOpcode: UInt8, CaseIterable, Sendable {
  case errorResponse = 0x01
  case mtuRequest = 0x02
  case mtuResponse = 0x03
  case findInformationRequest = 0x04
  case findInformationResponse = 0x05
  case findByTypeValueRequest = 0x06
  case findByTypeValueResponse = 0x07
  case readByTypeRequest = 0x08
  case readByTypeResponse = 0x09
  case readRequest = 0x0A
  case readResponse = 0x0B
  case readBlobRequest = 0x0C
  case readBlobResponse = 0x0D
  case readByGroupTypeRequest = 0x10
  case readByGroupTypeResponse = 0x11
  case writeRequest = 0x12
  case writeResponse = 0x13
  case notification = 0x1B
  case indication = 0x1D
  case confirmation = 0x1E
  case multipleNotification = 0x23
  case writeCommand = 0x52

  /// Of the numbers above 0x3F those are commands, known or not: nobody answers them.
  static func isCommand(_ opcode: UInt8) -> Bool { opcode & 0x40 != 0 }
  /// Which answers a client knows of, those among them that it never asks for.
  static let responses: Set<UInt8> = [
    0x01, 0x03, 0x05, 0x07, 0x09, 0x0B, 0x0D, 0x0F, 0x11, 0x13, 0x17, 0x19, 0x21,
  ]
}

/// Why a request was refused (Core, Vol 3 Part F 3.4.1.1); a peer may send any number.
public struct ATTErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let invalidHandle = ATTErrorCode(rawValue: 0x01)
  public static let readNotPermitted = ATTErrorCode(rawValue: 0x02)
  public static let writeNotPermitted = ATTErrorCode(rawValue: 0x03)
  public static let invalidPacket = ATTErrorCode(rawValue: 0x04)
  public static let insufficientAuthentication = ATTErrorCode(rawValue: 0x05)
  public static let requestNotSupported = ATTErrorCode(rawValue: 0x06)
  public static let invalidOffset = ATTErrorCode(rawValue: 0x07)
  public static let insufficientAuthorization = ATTErrorCode(rawValue: 0x08)
  public static let prepareQueueFull = ATTErrorCode(rawValue: 0x09)
  public static let attributeNotFound = ATTErrorCode(rawValue: 0x0A)
  public static let attributeNotLong = ATTErrorCode(rawValue: 0x0B)
  public static let keyTooShort = ATTErrorCode(rawValue: 0x0C)
  public static let invalidLength = ATTErrorCode(rawValue: 0x0D)
  public static let unlikely = ATTErrorCode(rawValue: 0x0E)
  public static let insufficientEncryption = ATTErrorCode(rawValue: 0x0F)
  public static let unsupportedGroup = ATTErrorCode(rawValue: 0x10)
  public static let insufficientResources = ATTErrorCode(rawValue: 0x11)
  public static let databaseOutOfSync = ATTErrorCode(rawValue: 0x12)
  public static let valueNotAllowed = ATTErrorCode(rawValue: 0x13)

  private static let words = [
    "no such handle", "reading is not permitted", "writing is not permitted", "the packet is invalid",
    "authentication is insufficient", "the request is not supported", "the offset is invalid",
    "authorization is insufficient", "too many writes are prepared", "no such attribute",
    "the attribute is not long", "the key is too short", "the value's length is invalid", "an unlikely error",
    "encryption is insufficient", "no such kind of group", "resources are insufficient",
    "the table of services is out of date", "the value is not allowed",
  ]

  public var description: String {
    let number = "0x" + (rawValue < 16 ? "0" : "") + String(rawValue, radix: 16, uppercase: true)
    let known = Int(rawValue) - 1
    return Self.words.indices.contains(known) ? "\(Self.words[known]) (\(number))" : "error \(number)"
  }
}

/// Why something asked of a peer was not done.
public enum ATTFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// The peer said no, about this handle.
  case refused(ATTErrorCode, handle: UInt16)
  /// What it answered makes no sense.
  case malformed
  /// It did not answer within 30 s: nothing more may be asked of it on this connection.
  case silent
  /// The connection is over, by an earlier silence.
  case over
  /// The value is longer than a packet of this connection.
  case tooLong
  /// As many requests wait as may.
  case full
  /// The characteristic has no means for it.
  case unable

  public var description: String {
    switch self {
    case .refused(let code, _): "refuses: \(code)"
    case .malformed: "answers what makes no sense"
    case .silent: "does not answer"
    case .over: "has not answered, and is asked nothing more"
    case .tooLong: "takes no value as long as that"
    case .full: "has too many requests to answer"
    case .unable: "has no means for that"
    }
  }
}
