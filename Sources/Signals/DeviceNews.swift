/// What a live source has to say of its device between the samples.
public enum DeviceNews: Hashable, Sendable {
  /// The device has gone, for this reason, and is called again: nothing is seen meanwhile.
  case linkLost(String)
  /// The device is back.
  case linkBack
  /// How the device fares: when it changes, and once a minute.
  case state(DeviceState)
}

/// How a device fares, as far as it tells.
public struct DeviceState: Hashable, Sendable {
  /// What is left in its battery, from 0 to 1.
  public var battery: Double?
  /// Whether it is on a charger: then no electrode should be on a skin.
  public var isCharging: Bool?
  /// By how much its clock is faster than the host's, in parts per million.
  public var drift: Double?
  /// How late 95 of 100 packets come at the most, against the quickest.
  public var jitter: Seconds?
  /// Strength of the radio's signal, in decibels over a milliwatt.
  public var signalStrength: Double?
  /// EMG channels whose electrodes the device itself finds off, counted over all EMG channels.
  public var electrodesOff: Set<Int>

  /// A state; nothing is known unless told.
  public init(
    battery: Double? = nil, isCharging: Bool? = nil, drift: Double? = nil, jitter: Seconds? = nil,
    signalStrength: Double? = nil, electrodesOff: Set<Int> = []
  ) {
    self.battery = battery
    self.isCharging = isCharging
    self.drift = drift
    self.jitter = jitter
    self.signalStrength = signalStrength
    self.electrodesOff = electrodesOff
  }
}
