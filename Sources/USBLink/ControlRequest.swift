/// A request to a device or an interface over its control endpoint.
struct ControlRequest: Hashable, Sendable {
  /// `bmRequestType`: direction, kind and recipient.
  var type: UInt8
  var request: UInt8
  var value: UInt16 = 0
  var index: UInt16 = 0
  /// What goes with it to the device.
  var bytes: [UInt8] = []
  /// How many bytes are asked for, of a request that reads.
  var answer = 0
  /// Whether a device that does not know it is used all the same.
  var isOptional = false

  /// Whether the device answers it with bytes.
  var isReading: Bool { type & 0x80 != 0 }
}
