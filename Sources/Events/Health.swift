/// News of the recording itself, not of the muscle: whether what is seen is also kept.
public struct Health: Hashable, Sendable {
  /// What has happened.
  public enum Condition: String, Hashable, Sendable {
    /// The disk is full: signals are not kept until there is room; monitoring goes on.
    case pausedDiskFull = "paused_disk_full"
    /// Writing failed: signals are not kept until it works again; monitoring goes on.
    case pausedFailure = "paused_failure"
    /// Signals are kept again.
    case resumed
    /// The disk will be full in some hours.
    case spaceLow = "space_low"
    /// What was written may not survive a power cut: the disk did not confirm it.
    case notSynced = "not_synced"
    /// What came is not kept as it was: samples for a place that was given up, values beyond 24 bits, lines without room.
    case refused
    /// The device has gone, and is called again: nothing is seen meanwhile.
    case linkLost = "link_lost"
    /// The device is back.
    case linkBack = "link_back"
    /// The recording was cut off, and closed later.
    case cutOff = "cut_off"
  }

  /// What has happened.
  public var condition: Condition
  /// The system's reason, or what to do.
  public var detail: String?
  /// Bytes that are free on the disk, where they matter.
  public var freeBytes: Int64?
  /// How long the disk lasts at the present rate, in hours.
  public var hoursLeft: Double?
  /// Seconds of signals that were not kept, when it goes on again.
  public var missed: Double?

  /// News.
  public init(
    _ condition: Condition, detail: String? = nil, freeBytes: Int64? = nil, hoursLeft: Double? = nil,
    missed: Double? = nil
  ) {
    self.condition = condition
    self.detail = detail
    self.freeBytes = freeBytes
    self.hoursLeft = hoursLeft
    self.missed = missed
  }
}
