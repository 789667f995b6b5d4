public import Signals

extension SessionRecorder {
  /// What a session is, besides its streams.
  public struct Settings: Sendable {
    /// The device's address, or the recording's path.
    public var source: String
    /// The device or format in words.
    public var device: String
    /// The wall clock at the first sample.
    public var started: WallTime
    /// Which rules are used, and their values.
    public var preset: String
    public var parameters: [String: Double]
    /// Whether signals are kept throughout.
    public var mode = SessionDescription.Mode.continuous
    /// What is kept before an episode and after it, in episode mode.
    public var preRoll: Seconds = 10
    public var postRoll: Seconds = 10
    /// How long a part is.
    public var partLength: Seconds = 3600
    /// How many further wearables the session is to have.
    public var companions = 0
    /// Whether samples come at the pace of life, so that the wearable's clock can be held against ``clock``; of one
    /// session all recorders have the same.
    public var measuresClock = false
    /// What records.
    public var software: String
    public var calls = FileCalls()
    /// A clock that never goes back, in seconds: what is synced when, and how the wearable's clock runs.
    public var clock: @Sendable () -> Double
    /// Whether the disk is waited for beside the thread that monitors.
    public var syncsInBackground = true

    /// Settings of a continuous session.
    public init(
      source: String, device: String, started: WallTime, preset: String, parameters: [String: Double],
      software: String, clock: @escaping @Sendable () -> Double
    ) {
      self.source = source
      self.device = device
      self.started = started
      self.preset = preset
      self.parameters = parameters
      self.software = software
      self.clock = clock
    }
  }
}
