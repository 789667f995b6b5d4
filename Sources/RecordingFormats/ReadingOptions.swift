public import Signals

/// What the caller knows and the file does not say, or says wrongly.
public struct ReadingOptions: Hashable, Sendable {
  /// The rate of text that carries neither a rate nor a time column.
  public var rate: SampleRate?
  /// Which columns of delimited text to use, by heading or by number from 1; nil for all.
  public var columns: [String]?
  /// The dimension of EMG values that carry none, as ``PhysicalUnit/parse(dimension:)`` reads it.
  public var unit: String?
  /// The labels of the EMG channels; nil to conclude them from label and dimension.
  public var emg: [String]?
  /// The labels of the accelerometer's axes.
  public var accelerometer: [String]?
  /// The labels of the gyroscope's axes.
  public var gyroscope: [String]?

  /// Whether text is quantised so that its values fit 24 bits, as what is to be recorded again must.
  public var fits24Bits = false

  /// Nothing told.
  public init() {}
}
