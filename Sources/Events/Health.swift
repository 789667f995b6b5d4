public import Signals

/// News of the monitoring itself, not of the muscle: whether it goes on, and whether what is seen is also kept.
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
    /// All goes on; said once a minute, with ``vitals``.
    case alive
    /// Samples came faster than they were taken, and the oldest were let go.
    case overrun
    /// The wall clock was set: it jumped by ``missed`` seconds against the clock that never goes back.
    case clockJumped = "clock_jumped"
    /// The machine slept for ``missed`` seconds.
    case suspended
    /// Something that events go to does not take them: a screen, a reader of lines, an alert. All else goes on.
    case outletFailed = "outlet_failed"
    /// It takes them again.
    case outletBack = "outlet_back"
    /// A part that had failed was begun anew.
    case restarted
  }

  /// How a monitor fares, in figures.
  public struct Vitals: Hashable, Sendable {
    /// How long it has been running.
    public var uptime: Seconds
    /// Frames of muscle that arrived, that never did, and that found no room.
    public var received: Int64
    public var lost: Int64
    public var overrun: Int64
    /// Memory that the process holds, in bytes.
    public var residentBytes: Int64?
    /// Share of one processor core that it took since it was last asked.
    public var processorShare: Double?

    /// Figures.
    public init(
      uptime: Seconds, received: Int64, lost: Int64, overrun: Int64, residentBytes: Int64? = nil,
      processorShare: Double? = nil
    ) {
      self.uptime = uptime
      self.received = received
      self.lost = lost
      self.overrun = overrun
      self.residentBytes = residentBytes
      self.processorShare = processorShare
    }
  }

  /// What has happened.
  public var condition: Condition
  /// The system's reason, or what to do.
  public var detail: String?
  /// Bytes that are free on the disk, where they matter.
  public var freeBytes: Int64?
  /// How long the disk lasts at the present rate, in hours.
  public var hoursLeft: Double?
  /// Seconds of signals that were not kept, when it goes on again; or what the condition says of seconds.
  public var missed: Double?
  /// Figures of ``Condition/alive``.
  public var vitals: Vitals?

  /// News.
  public init(
    _ condition: Condition, detail: String? = nil, freeBytes: Int64? = nil, hoursLeft: Double? = nil,
    missed: Double? = nil, vitals: Vitals? = nil
  ) {
    self.condition = condition
    self.detail = detail
    self.freeBytes = freeBytes
    self.hoursLeft = hoursLeft
    self.missed = missed
    self.vitals = vitals
  }
}
