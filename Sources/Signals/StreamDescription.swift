/// What a stream carries.
public enum StreamKind: String, Hashable, Sendable {
  /// Surface electromyogram.
  case emg
  /// Acceleration with gravity in it, on three axes.
  case accelerometer
  /// Rate of turn on three axes.
  case gyroscope
}

/// The side of the body an electrode sits on.
public enum BodySide: String, Hashable, Sendable {
  case left
  case right
}

/// One signal of a stream, and how its digital values become physical ones.
public struct ChannelDescription: Hashable, Sendable {
  /// The name the device or the file gave it, without control characters.
  public var label: String
  /// Electrode site, such as `trunk` or `calf`, where it is known.
  public var site: String?
  /// The side of the body, where it is known.
  public var side: BodySide?
  /// The muscle, where it is known.
  public var muscle: String?
  /// Physical units per digital step; finite and not zero.
  public var gain: Double
  /// The physical value of digital zero.
  public var offset: Double
  /// The digital values at which the converter rails, where they are told.
  public var rails: ClosedRange<Int32>?
  /// The converter's own step in digital values: above 1 when a source was quantised finer than it was measured.
  public var step: Double

  /// Describes a channel.
  public init(
    label: String, site: String? = nil, side: BodySide? = nil, muscle: String? = nil, gain: Double = 1,
    offset: Double = 0, rails: ClosedRange<Int32>? = nil, step: Double = 1
  ) {
    self.label = printable(label)
    self.site = site
    self.side = side
    self.muscle = muscle
    self.gain = gain
    self.offset = offset
    self.rails = rails
    self.step = step
  }

  /// The physical value of a digital one, in the stream's unit.
  public func physical(_ digital: Int32) -> Double { Double(digital) * gain + offset }
}

/// Samples of one kind at one rate from one device.
public struct StreamDescription: Hashable, Sendable {
  /// What it measures.
  public var kind: StreamKind
  /// Its exact rate.
  public var rate: SampleRate
  /// The unit of its physical values.
  public var unit: PhysicalUnit
  /// Its channels, in the order in which a block interleaves them.
  public var channels: [ChannelDescription]

  /// Describes a stream.
  public init(kind: StreamKind, rate: SampleRate, unit: PhysicalUnit, channels: [ChannelDescription]) {
    self.kind = kind
    self.rate = rate
    self.unit = unit
    self.channels = channels
  }

  /// Whether it tells how much a body moves.
  ///
  /// Counts of unknown size do not, but for acceleration on three axes, whose gravity is 1 g.
  public var tellsMotion: Bool {
    kind != .emg && (unit != .count || kind == .accelerometer && channels.count >= 3)
  }
}
