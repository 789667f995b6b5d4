/// What a stream carries: the payload of a describe reply (streams.md).
///
/// Physical value = (digital value - `zero`) x `numerator` / `denominator`, in the unit; the fraction is exact.
public struct StreamDescriptor: Hashable, Sendable {
  /// What a stream measures.
  public enum Kind: UInt8, CaseIterable, Sendable {
    case emg = 1, accelerometer, gyroscope, magnetometer, orientation
    case other = 255
  }

  /// What its physical values are in.
  public enum Unit: UInt8, CaseIterable, Sendable {
    case count, volt, standardGravity, degreePerSecond, tesla, one
  }

  /// A side of the body.
  public enum Side: UInt8, CaseIterable, Sendable {
    case unknown, left, right, midline
  }

  /// Samples a second, as a fraction of two numbers above 0.
  public struct Rate: Hashable, Sendable {
    public var numerator: UInt32
    public var denominator: UInt32

    public init(numerator: UInt32, denominator: UInt32) {
      (self.numerator, self.denominator) = (numerator, denominator)
    }
  }

  /// One signal of the stream.
  public struct Channel: Hashable, Sendable {
    public var side: Side
    /// 1 to 16 bytes.
    public var label: String
    /// Where its electrode sits; up to 32 bytes.
    public var site: String
    /// Up to 32 bytes.
    public var muscle: String

    public init(label: String, side: Side = .unknown, site: String = "", muscle: String = "") {
      (self.label, self.side, self.site, self.muscle) = (label, side, site, muscle)
    }
  }

  public var kind: Kind
  public var unit: Unit
  /// The encodings it can be sent in; the first is the one after a reset.
  public var encodings: Set<SampleEncoding>
  public var numerator: Int32
  public var denominator: UInt32
  public var zero: Int32 = 0
  /// Digital values at the rails.
  public var rails: ClosedRange<Int32>
  /// Corners of its filters in millihertz; 0 without one.
  public var highPass: UInt32 = 0
  public var lowPass: UInt32 = 0
  /// Frequency of a mains notch that is on, in hertz; 0 without one.
  public var notch: UInt8 = 0
  /// The rates it can have; the first is the one after a reset.
  public var rates: [Rate]
  public var channels: [Channel]

  /// A description with neither zero nor filters.
  public init(
    kind: Kind, unit: Unit, encodings: Set<SampleEncoding>, numerator: Int32, denominator: UInt32,
    rails: ClosedRange<Int32>, rates: [Rate], channels: [Channel]
  ) {
    (self.kind, self.unit, self.encodings) = (kind, unit, encodings)
    (self.numerator, self.denominator, self.rails) = (numerator, denominator, rails)
    (self.rates, self.channels) = (rates, channels)
  }
}

extension StreamDescriptor {
  /// Decodes a description; what a later version adds at its end is skipped.
  public init(_ bytes: UnsafeRawBufferPointer) throws(WireError) {
    var cursor = ByteCursor(bytes)
    guard let kind: UInt8 = cursor.number(), let unit: UInt8 = cursor.number(),
      let mask: UInt8 = cursor.number(),
      let channelCount: UInt8 = cursor.number(), let numerator: Int32 = cursor.number(),
      let denominator: UInt32 = cursor.number(), let zero: Int32 = cursor.number(),
      let lowest: Int32 = cursor.number(),
      let highest: Int32 = cursor.number(), let highPass: UInt32 = cursor.number(),
      let lowPass: UInt32 = cursor.number(), let notch: UInt8 = cursor.number(),
      let rateCount: UInt8 = cursor.number()
    else { throw .badPayload }
    let encodings = Set(SampleEncoding.allCases.filter { mask & 1 << $0.rawValue != 0 })
    guard let kind = Kind(rawValue: kind), let unit = Unit(rawValue: unit), !encodings.isEmpty,
      mask & ~Self.mask(of: Set(SampleEncoding.allCases)) == 0, numerator != 0, denominator != 0,
      lowest < highest,
      (1...WireLimit.channels).contains(Int(channelCount)), (1...WireLimit.rates).contains(Int(rateCount))
    else { throw .badValue }
    guard cursor.remaining >= 8 * Int(rateCount) else { throw .badPayload }
    var rates: [Rate] = []
    for _ in 0..<rateCount {
      guard let over: UInt32 = cursor.number(), let under: UInt32 = cursor.number() else { throw .badPayload }
      guard over != 0, under != 0 else { throw .badValue }
      rates.append(Rate(numerator: over, denominator: under))
    }
    var channels: [Channel] = []
    for _ in 0..<channelCount {
      guard let side: UInt8 = cursor.number() else { throw .badPayload }
      guard let side = Side(rawValue: side) else { throw .badValue }
      let channel = Channel(
        label: try cursor.string(), side: side, site: try cursor.string(), muscle: try cursor.string())
      guard channel.isSound else { throw .badString }
      channels.append(channel)
    }
    self.init(
      kind: kind, unit: unit, encodings: encodings, numerator: numerator, denominator: denominator,
      rails: lowest...highest, rates: rates, channels: channels)
    (self.zero, self.highPass, self.lowPass, self.notch) = (zero, highPass, lowPass, notch)
  }

  /// The description as bytes.
  ///
  /// - Throws: ``WireError`` where it breaks a rule of streams.md.
  public func encoded() throws(WireError) -> [UInt8] {
    guard !encodings.isEmpty, numerator != 0, denominator != 0, rails.lowerBound < rails.upperBound,
      (1...WireLimit.channels).contains(channels.count), (1...WireLimit.rates).contains(rates.count),
      rates.allSatisfy({ $0.numerator != 0 && $0.denominator != 0 })
    else { throw .badValue }
    guard channels.allSatisfy(\.isSound) else { throw .badString }
    var out = [kind.rawValue, unit.rawValue, Self.mask(of: encodings), UInt8(channels.count)]
    out.append(number: numerator)
    out.append(number: denominator)
    for value in [zero, rails.lowerBound, rails.upperBound] { out.append(number: value) }
    for value in [highPass, lowPass] { out.append(number: value) }
    out += [notch, UInt8(rates.count)]
    for rate in rates {
      out.append(number: rate.numerator)
      out.append(number: rate.denominator)
    }
    for channel in channels {
      out.append(channel.side.rawValue)
      for text in [channel.label, channel.site, channel.muscle] { out.append(string: text) }
    }
    return out
  }

  private static func mask(of encodings: Set<SampleEncoding>) -> UInt8 {
    encodings.reduce(0) { $0 | 1 << $1.rawValue }
  }
}

extension StreamDescriptor.Channel {
  /// Whether its texts are as long as they may be.
  fileprivate var isSound: Bool {
    (1...16).contains(label.utf8.count) && site.utf8.count <= 32 && muscle.utf8.count <= 32
  }
}
