public import Signals

extension EDFWriter {
  /// What a file says besides its streams.
  public struct Settings: Hashable, Sendable {
    /// Which format.
    public var variant: EDFVariant
    /// The wall clock at the first sample, ISO 8601; nil when it is not known.
    public var started: String?
    /// Who was recorded; a pseudonym, or nothing.
    public var patient = ""
    /// What was recorded, and with what.
    public var recording = ""
    /// The filters that the signals went through, such as `HP:20Hz LP:450Hz`.
    public var prefilter = ""
    /// The wanted length of a data record in seconds, up to a minute; the nearest exact one is taken.
    public var recordDuration = Seconds(1)

    /// A file of this variant.
    public init(_ variant: EDFVariant) { self.variant = variant }
  }
}
