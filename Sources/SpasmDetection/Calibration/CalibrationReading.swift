public import Signals

/// What a calibration is told of one moment.
public struct CalibrationReading: Sendable {
  /// The moment, in device time.
  public var time: Seconds
  /// What the detector makes of each EMG channel; nil where nothing is judged.
  public var channels: [ChannelReading?]

  /// A reading.
  public init(time: Seconds, channels: [ChannelReading?]) {
    self.time = time
    self.channels = channels
  }

  /// What `pipeline` makes of its first `count` EMG channels by `time`.
  ///
  /// The best is a reading every hop; between two of them lie 0.1 s at most.
  public init(of pipeline: borrowing Pipeline, channels count: Int, at time: Seconds) {
    var channels: [ChannelReading?] = []
    for channel in 0..<count { channels.append(pipeline.reading(channel: channel)) }
    self.init(time: time, channels: channels)
  }

  /// Whether the body moves, or has just moved.
  var isMoving: Bool { channels.contains { $0?.isMoving == true } }

  /// The direction of gravity, where it is known.
  var gravity: SIMD3<Float>? { channels.lazy.compactMap { $0?.gravity }.first }
}

extension ChannelReading {
  /// Whether the muscle works, by the threshold that begins an activity.
  var isWorking: Bool {
    guard let medium, let limits else { return false }
    return medium > limits.mediumOn
  }
}
