// The numbers of the protocol's pages in `Firmware-Protocol`, by their names there; tests hold these to the tables.

/// Which frame it is (frames.md, Types).
public enum FrameType: UInt8, CaseIterable, Sendable {
  case data = 0x01, compact, status, marker, fragment
  case hello = 0x10, describe, configure, start, stop, keep, time, range, identify, vibrate
  case helloReply = 0x90, describeReply, configureReply, startReply, stopReply, keepReply, timeReply,
    rangeReply,
    identifyReply, vibrateReply
  case refused = 0x9F
}

/// How the payload of ``DataFrame`` holds samples.
public enum SampleEncoding: UInt8, CaseIterable, Sendable {
  case i16 = 1, i24, i32, packed

  /// Bytes of a value; nil where that depends on the samples.
  public var width: Int? { self == .packed ? nil : Int(rawValue) + 1 }
}

/// What is to be known of a channel throughout a frame.
public struct SampleQuality: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The electrode, or one of its pair, has no contact.
  public static let leadOff = SampleQuality(rawValue: 0x01)
  /// A sample is at a rail.
  public static let saturated = SampleQuality(rawValue: 0x02)
  /// The converter lost samples; those in the frame stand for them.
  public static let overrun = SampleQuality(rawValue: 0x04)
  /// The gain changed on its own account.
  public static let gainChanged = SampleQuality(rawValue: 0x08)
}

/// What ``StatusFrame`` tells of the device.
public struct DeviceConditions: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The battery is being charged: electrodes off.
  public static let charging = DeviceConditions(rawValue: 0x0001)
  /// It will soon stop.
  public static let lowBattery = DeviceConditions(rawValue: 0x0002)
  /// The oldest samples of the store are being overwritten.
  public static let storeFull = DeviceConditions(rawValue: 0x0004)
  /// The reference electrode has no contact.
  public static let referenceOff = DeviceConditions(rawValue: 0x0008)
  /// The rate may be off by more than 1000 ppm.
  public static let clockUnstable = DeviceConditions(rawValue: 0x0010)
}

/// What a device can do beyond the least.
public struct DeviceFeatures: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// It keeps samples, and sends them again on request.
  public static let store = DeviceFeatures(rawValue: 0x01)
  /// It can send compressed samples.
  public static let compression = DeviceFeatures(rawValue: 0x02)
  /// It tells its time on request.
  public static let timeSync = DeviceFeatures(rawValue: 0x04)
  /// It has a button.
  public static let button = DeviceFeatures(rawValue: 0x08)
  /// It can show itself.
  public static let identifies = DeviceFeatures(rawValue: 0x10)
  /// It can be felt by who wears it.
  public static let vibrates = DeviceFeatures(rawValue: 0x20)
}

/// Where a session stands (session.md, States).
public enum SessionState: UInt8, CaseIterable, Sendable {
  case idle, ready, streaming, logging
}

/// How a request ended (session.md, Results).
public enum RequestResult: UInt8, CaseIterable, Sendable {
  case ok, unsupported, badLength, badValue, unknownStream, wrongState, busy, lowBattery, wrongBoot, notHeld,
    wrongVersion
}

/// What is wrong with bytes (conformance.md, Errors a receiver names).
public enum WireError: UInt8, Error, CaseIterable, Sendable {
  case badCOBS = 1, tooLong, tooShort, missingCRC, badCRC, unknownType, badHeader, badChannels, badEncoding,
    badCount,
    badPayload, badPacked, badValue, badString, noAnchor, badFragment
}

/// The limits of the protocol.
public enum WireLimit {
  /// The longest frame, its check included, in bytes.
  public static let frame = 4096
  /// The most values of a frame.
  public static let values = 1024
  /// The most channels of a stream.
  public static let channels = 32
  /// The most streams of a device.
  public static let streams = 16
  /// The most pulses of a vibration.
  public static let pulses: UInt8 = 10
  /// The most rates of a stream.
  public static let rates = 16
}
