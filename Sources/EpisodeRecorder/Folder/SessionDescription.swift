internal import Foundation
public import Signals

/// What `session.json` says: written once, before the first sample.
public struct SessionDescription: Codable, Hashable, Sendable {
  /// The version of the folder's layout.
  public static let schema = 1

  /// What of the signals is kept.
  public enum Mode: String, Codable, Hashable, Sendable {
    /// All of them.
    case continuous
    /// Episodes, with what came shortly before and after.
    case episodes
  }

  public var schema = SessionDescription.schema
  /// The wall clock at the first sample: ISO 8601 with the zone's offset.
  public var started: String
  /// The device's address, or the recording's path.
  public var source: String
  /// The device or format in words.
  public var device: String
  public var mode: Mode
  /// How long before an episode and after it signals are kept, in seconds; in episode mode alone.
  public var preRoll: Double?
  public var postRoll: Double?
  /// The length of a data record, in microseconds; all parts lie on one grid of records.
  public var recordMicroseconds: Int64
  /// Which rules were used.
  public var preset: String
  /// The rules' values, by name.
  public var parameters: [String: Double]
  public var streams: [Stream]
  /// What wrote it.
  public var software: String
  /// The folders of the further wearables that were to be recorded; nil where there were none.
  public var companions: [String]?

  /// A stream, as ``StreamDescription`` has it.
  public struct Stream: Codable, Hashable, Sendable {
    public var kind: String
    /// Numerator and denominator, in samples a second.
    public var rate: [Int]
    public var unit: String
    public var channels: [Channel]
  }

  /// A channel, as ``ChannelDescription`` has it.
  public struct Channel: Codable, Hashable, Sendable {
    public var label: String
    public var site: String?
    public var side: String?
    public var muscle: String?
    public var gain: Double
    public var offset: Double
    public var rails: [Int32]?
    public var step: Double
  }

  /// Describes a session.
  public init(
    started: String, source: String, device: String, mode: Mode, preRoll: Double? = nil,
    postRoll: Double? = nil,
    recordMicroseconds: Int64, preset: String, parameters: [String: Double], streams: [StreamDescription],
    software: String, companions: [String]? = nil
  ) {
    self.started = started
    self.source = source
    self.device = device
    self.mode = mode
    self.preRoll = preRoll
    self.postRoll = postRoll
    self.recordMicroseconds = recordMicroseconds
    self.preset = preset
    self.parameters = parameters
    self.streams = streams.map(Stream.init)
    self.software = software
    self.companions = companions
  }

  private enum CodingKeys: String, CodingKey {
    case schema, started, source, device, mode, preset, parameters, streams, software, companions
    case preRoll = "pre_roll_s"
    case postRoll = "post_roll_s"
    case recordMicroseconds = "record_us"
  }

  /// The streams, as the pipeline takes them.
  ///
  /// - Throws: ``SessionError`` where the file holds what no stream has.
  public func streamDescriptions(path: String) throws(SessionError) -> [StreamDescription] {
    var streams: [StreamDescription] = []
    for (position, stream) in self.streams.enumerated() {
      guard let described = stream.described else {
        throw SessionError(
          .malformed, path: path, reason: "stream \(position) has no such kind, rate, unit or gain")
      }
      streams.append(described)
    }
    return streams
  }
}

extension SessionDescription.Stream {
  init(_ stream: StreamDescription) {
    kind = stream.kind.rawValue
    rate = [stream.rate.numerator, stream.rate.denominator]
    unit = stream.unit.rawValue
    channels = stream.channels.map { channel in
      SessionDescription.Channel(
        label: channel.label, site: channel.site, side: channel.side?.rawValue, muscle: channel.muscle,
        gain: channel.gain, offset: channel.offset,
        rails: channel.rails.map { [$0.lowerBound, $0.upperBound] },
        step: channel.step)
    }
  }

  var described: StreamDescription? {
    guard let kind = StreamKind(rawValue: kind), rate.count == 2,
      let rate = SampleRate(rate[0], per: rate[1]),
      let unit = PhysicalUnit(rawValue: unit), (1...10_000).contains(channels.count)
    else { return nil }
    var described: [ChannelDescription] = []
    for channel in channels {
      guard channel.gain.isFinite, channel.gain != 0, channel.offset.isFinite, channel.step.isFinite,
        channel.step > 0, channel.rails.map({ $0.count == 2 && $0[0] < $0[1] }) ?? true
      else { return nil }
      described.append(
        ChannelDescription(
          label: channel.label, site: channel.site.map { printable($0) },
          side: channel.side.flatMap(BodySide.init), muscle: channel.muscle.map { printable($0) },
          gain: channel.gain, offset: channel.offset, rails: channel.rails.map { $0[0]...$0[1] },
          step: channel.step))
    }
    return StreamDescription(kind: kind, rate: rate, unit: unit, channels: described)
  }
}
