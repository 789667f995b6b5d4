/// What libusb answers: nothing or more, or a negative number.
struct USBCode: RawRepresentable, Hashable, Sendable {
  var rawValue: Int32

  static let done = USBCode(rawValue: 0)
  static let io = USBCode(rawValue: -1)
  static let invalidParameter = USBCode(rawValue: -2)
  static let access = USBCode(rawValue: -3)
  static let noDevice = USBCode(rawValue: -4)
  static let notFound = USBCode(rawValue: -5)
  static let busy = USBCode(rawValue: -6)
  static let timeout = USBCode(rawValue: -7)
  static let overflow = USBCode(rawValue: -8)
  static let pipe = USBCode(rawValue: -9)
  static let interrupted = USBCode(rawValue: -10)
  static let noMemory = USBCode(rawValue: -11)
  static let notSupported = USBCode(rawValue: -12)
  static let other = USBCode(rawValue: -99)

  /// The name that libusb gives it.
  var name: String {
    switch self {
    case .done: "SUCCESS"
    case .io: "IO"
    case .invalidParameter: "INVALID_PARAM"
    case .access: "ACCESS"
    case .noDevice: "NO_DEVICE"
    case .notFound: "NOT_FOUND"
    case .busy: "BUSY"
    case .timeout: "TIMEOUT"
    case .overflow: "OVERFLOW"
    case .pipe: "PIPE"
    case .interrupted: "INTERRUPTED"
    case .noMemory: "NO_MEM"
    case .notSupported: "NOT_SUPPORTED"
    case .other: "OTHER"
    default: "\(rawValue)"
    }
  }
}

/// A call of libusb that failed.
struct USBError: Error, Hashable, Sendable {
  /// The C function.
  var call: String
  var code: USBCode

  /// Throws what `code` says of a call.
  static func check(_ code: Int32, _ call: String) throws(USBError) {
    if code < 0 { throw USBError(call: call, code: USBCode(rawValue: code)) }
  }
}
