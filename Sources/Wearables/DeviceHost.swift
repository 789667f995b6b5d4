public import FirmwareProtocol
public import Signals

/// The host's side of a device, as a value without clock and link: bytes and time go in; bytes for the device, its description,
/// samples and news come out, in the order in which they came.
///
/// A capture is played by the same code that listened. So what a host makes of a device hangs on what it hears and when, and on
/// what it says: whatever a mere lapse of time changes is said to the device at that moment.
public protocol DeviceHost: ~Copyable {
  /// Where it stands.
  var stage: HostStage { get }
  /// The device's clock against this one, for the boot under way.
  var clock: ClockFit { get }
  /// Where every sample went, a list for each time that the device began to count anew, an account for each stream.
  var accounts: [[SampleAccount]] { get }

  /// Takes that a link was made at `now`, the first or another one.
  mutating func connect(at now: Seconds, _ take: (DeviceEvent) -> Void)
  /// Sends what is due at `now`; to be called every few milliseconds.
  mutating func advance(to now: Seconds, _ take: (DeviceEvent) -> Void)
  /// Takes bytes that came from an endpoint of the link at `now`.
  mutating func receive(
    _ bytes: UnsafeRawBufferPointer, from endpoint: UInt8, at now: Seconds, _ take: (DeviceEvent) -> Void)
  /// Ends streaming, with what is sent next.
  mutating func stop()

  /// Whether the device can be felt by who wears it.
  var vibrates: Bool { get }
  /// Lets the wearer feel so many pulses of so many per cent of the greatest strength; false where that cannot be.
  mutating func vibrate(pulses: UInt8, strength: UInt8) -> Bool
}

extension DeviceHost where Self: ~Copyable {
  public var vibrates: Bool { false }
  public mutating func vibrate(pulses: UInt8, strength: UInt8) -> Bool { false }
}

/// Where the host of a device stands.
public enum HostStage: Hashable, Sendable {
  /// It does what must be done before there are samples.
  case opening
  case streaming
  case stopping
  case stopped
  /// There is no talking to the device, for this reason.
  case failed(String)
}

/// What comes out of the host of a device; times are of the device, in microseconds.
public enum DeviceEvent: Sendable {
  /// Bytes for the device, to an endpoint of the link.
  case send([UInt8], endpoint: UInt8 = 0)
  /// A serial line is to run at so many bits a second.
  case speed(Int)
  /// Who the device is and what it carries; once a boot at the least.
  case described(DeviceProfile)
  /// Streaming has begun.
  case started(time: UInt64)
  /// Samples of a stream.
  case samples(SampleRun)
  case report(DeviceReport)
  /// Something that a person should know, and when it was.
  case remark(String, time: UInt64)
  /// The device was reset: what comes is counted anew.
  case restarted
  /// The host has begun anew with a device that was not reset, as after a lost link: what comes is counted anew.
  case begunAnew
  /// Bytes that make no sense.
  case damaged
}

/// Who a device is, and what it carries.
public struct DeviceProfile: Hashable, Sendable {
  /// One of the device's streams.
  public enum Carried: Hashable, Sendable {
    case followed(StreamDescription)
    /// Not followed, for this reason.
    case ignored(String)
  }

  /// What it is, in words.
  public var name: String
  /// By the device's own numbers.
  public var streams: [Carried]
  /// What was concluded and not told, a line each.
  public var guesses: [String] = []

  /// A device of these streams.
  public init(name: String, streams: [Carried], guesses: [String] = []) {
    (self.name, self.streams, self.guesses) = (name, streams, guesses)
  }
}

/// A run of samples as they came.
public struct SampleRun: Sendable {
  /// How often the device had begun to count anew before them.
  public var epoch: Int
  /// By the device's own numbers.
  public var stream: Int
  /// Index of the first, which does not wrap.
  public var index: UInt64
  /// Device time of the first, in microseconds; of compact frames as their anchor lets it be reckoned, of a device without a clock as
  /// its counter does.
  public var time: UInt64
  /// Sample by sample.
  public var values: [Int32]
  public var channels: Int
  /// What the device finds wrong with each channel; empty where nothing is.
  public var qualities: [SampleQuality] = []
  /// Whether they were asked for after they had been lost.
  public var isHistoric = false
}

/// What a device says of itself.
public struct DeviceReport: Hashable, Sendable {
  /// What is left in its battery, from 0 to 1; nil where it does not say.
  public var battery: Double?
  public var isCharging: Bool?
  /// Whether it finds its battery low.
  public var isBatteryLow = false
  /// Whether it finds the electrode off that all channels are measured against.
  public var isReferenceOff = false

  /// A report in which nothing is said.
  public init() {}
}
