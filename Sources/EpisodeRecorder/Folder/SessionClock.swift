/// Where a wearable's time lies in its session, and how its clock runs against the host's.
public struct SessionClock: Codable, Hashable, Sendable {
  /// Where the wearable's first sample lies in the first wearable's time, in seconds.
  public var offset: Double
  /// By how much its clock is faster than the host's, in parts per million; nil where that is not known.
  public var drift: Double?
  /// How late 95 of 100 packets came at the most, in milliseconds; nil where the device's source does not tell.
  public var jitter: Double?

  /// A clock.
  public init(offset: Double, drift: Double? = nil, jitter: Double? = nil) {
    self.offset = offset
    self.drift = drift
    self.jitter = jitter
  }

  private enum CodingKeys: String, CodingKey {
    case offset = "offset_s"
    case drift = "drift_ppm"
    case jitter = "jitter_ms"
  }

  /// What the first wearable's clock shows when this one's shows `time`, in seconds of either session part.
  public func time(_ time: Double, inThatOf first: SessionClock?) -> Double {
    offset + time * (1 + (first?.drift ?? 0) * 1e-6) / (1 + (drift ?? 0) * 1e-6)
  }
}
