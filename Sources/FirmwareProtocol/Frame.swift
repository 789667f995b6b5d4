/// One frame of the wire, decoded (frames.md).
///
/// Frames of samples hold where their samples stand in the bytes they came from; all others hold what they say.
public enum Frame: Hashable, Sendable {
  case data(DataFrame)
  case compact(CompactFrame)
  case status(StatusFrame)
  case marker(MarkerFrame)
  case fragment(FragmentFrame)
  case request(Request, id: UInt8)
  case reply(Reply, id: UInt8)
}

/// Samples where a link carries twenty bytes at a time; ``CompactReader`` knows what they are.
public struct CompactFrame: Hashable, Sendable {
  public var stream: UInt8
  /// The low 16 bits of the first sample's index.
  public var indexLow: UInt16
  /// The samples as they came.
  public var payload: [UInt8]

  public init(stream: UInt8, indexLow: UInt16, payload: [UInt8]) {
    (self.stream, self.indexLow, self.payload) = (stream, indexLow, payload)
  }
}

/// A stream, and the index of its next sample.
public struct StreamPosition: Hashable, Sendable {
  public var stream: UInt8
  public var index: UInt32

  public init(stream: UInt8, index: UInt32) { (self.stream, self.index) = (stream, index) }
}

/// How the device is.
public struct StatusFrame: Hashable, Sendable {
  public var boot: UInt16
  /// Device time in microseconds.
  public var time: UInt64
  public var state: SessionState
  /// Per cent; nil where it is not known.
  public var battery: UInt8?
  /// Of the battery; nil where it is not known.
  public var millivolts: UInt16?
  /// Hundredths of a degree Celsius; nil where it is not known.
  public var temperature: Int16?
  public var conditions: DeviceConditions = []
  /// Of every stream that is enabled.
  public var positions: [StreamPosition] = []

  public init(boot: UInt16, time: UInt64, state: SessionState) {
    (self.boot, self.time, self.state) = (boot, time, state)
  }
}

/// Somebody pressed a button.
public struct MarkerFrame: Hashable, Sendable {
  public var boot: UInt16
  /// Device time in microseconds.
  public var time: UInt64
  public var button: UInt8
  /// Counts presses since the boot, and wraps.
  public var number: UInt8

  public init(boot: UInt16, time: UInt64, button: UInt8, number: UInt8) {
    (self.boot, self.time, self.button, self.number) = (boot, time, button, number)
  }
}

/// A part of a frame that is too long for the link.
public struct FragmentFrame: Hashable, Sendable {
  public var id: UInt8
  public var offset: UInt16
  public var total: UInt16
  public var isLast: Bool
  public var payload: [UInt8]

  public init(id: UInt8, offset: UInt16, total: UInt16, isLast: Bool, payload: [UInt8]) {
    (self.id, self.offset, self.total) = (id, offset, total)
    (self.isLast, self.payload) = (isLast, payload)
  }
}

/// What a host asks.
public enum Request: Hashable, Sendable {
  case hello(major: UInt8, minor: UInt8, maxFrame: UInt16)
  case describe(stream: UInt8)
  /// Without an encoding the stream is switched off; bit n of `channels` stands for channel n.
  case configure(stream: UInt8, encoding: SampleEncoding?, rate: UInt8, channels: UInt32)
  /// For so many seconds, 1 to 3600.
  case start(lease: UInt16)
  case stop
  case keep(lease: UInt16)
  case time
  case range(stream: UInt8, boot: UInt16, first: UInt32, count: UInt32)
  case identify(seconds: UInt8)
  /// So many pulses, 1 to 10, so strong, 1 to 100 per cent.
  case vibrate(pulses: UInt8, strength: UInt8)
}

/// What a device answers; of a refused request only the result is told.
public enum Reply: Hashable, Sendable {
  case hello(Greeting)
  case describe(stream: UInt8, StreamDescriptor)
  /// `index` is that of the first sample under the new configuration.
  case configure(stream: UInt8, index: UInt32)
  case start(Moment)
  case stop(Moment)
  case keep(SessionState)
  /// Device time when the request came, and how long until the reply went out, in microseconds.
  case time(boot: UInt16, received: UInt64, held: UInt16)
  /// What will be sent of what was asked for.
  case range(stream: UInt8, first: UInt32, count: UInt32)
  case identify
  case vibrate
  /// The request is of a type that the device does not know.
  case unknown(request: UInt8, RequestResult)
  /// A request of this type was refused.
  case refused(FrameType, RequestResult)

  /// Who a device is.
  public struct Greeting: Hashable, Sendable {
    public var major: UInt8
    public var minor: UInt8
    /// How many streams there are.
    public var streams: UInt8
    public var boot: UInt16
    /// The longest frame that it takes.
    public var maxFrame: UInt16
    public var features: DeviceFeatures
    /// Seconds that its store holds.
    public var store: UInt32
    /// CRC-32 over the descriptions of all streams.
    public var description: UInt32
    /// Sixteen bytes.
    public var uuid: [UInt8]
    public var firmware: String
    public var hardware: String

    public init(
      major: UInt8, minor: UInt8, streams: UInt8, boot: UInt16, maxFrame: UInt16, features: DeviceFeatures,
      store: UInt32, description: UInt32, uuid: [UInt8], firmware: String, hardware: String
    ) {
      (self.major, self.minor, self.streams, self.boot) = (major, minor, streams, boot)
      (self.maxFrame, self.features, self.store) = (maxFrame, features, store)
      (self.description, self.uuid) = (description, uuid)
      (self.firmware, self.hardware) = (firmware, hardware)
    }
  }

  /// When streams began or ended, and at which samples.
  public struct Moment: Hashable, Sendable {
    public var boot: UInt16
    /// Device time in microseconds.
    public var time: UInt64
    public var positions: [StreamPosition]

    public init(boot: UInt16, time: UInt64, positions: [StreamPosition]) {
      (self.boot, self.time, self.positions) = (boot, time, positions)
    }
  }
}
