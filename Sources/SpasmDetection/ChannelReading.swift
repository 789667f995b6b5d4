public import Signals

/// What the detector makes of one EMG channel at one moment: all that a live screen or a picture shows.
///
/// Amplitudes are RMS in microvolts, or in counts where the unit is unknown; ratios are decibels over rest.
public struct ChannelReading: Hashable, BitwiseCopyable, Sendable {
  /// Where a channel stands.
  public enum State: Hashable, BitwiseCopyable, Sendable {
    /// The level of rest is not known, and nothing is judged.
    case learning
    /// At rest.
    case resting
    /// Something goes on that is not called a spasm, or not yet.
    case active(onset: Seconds)
    /// Something goes on that has been called a spasm.
    case spasm(onset: Seconds)
  }

  /// What is wrong with the hop.
  public struct Flaws: OptionSet, Hashable, BitwiseCopyable, Sendable {
    /// The flaws as bits.
    public let rawValue: UInt8
    /// Flaws from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Samples are absent, or a filter is still settling after they were.
    public static let missing = Flaws(rawValue: HopRecord.Flaws.missing.rawValue)
    /// The value has not changed for long.
    public static let flat = Flaws(rawValue: HopRecord.Flaws.flat.rawValue)
    /// Samples lie at an end of the converter's range.
    public static let railed = Flaws(rawValue: HopRecord.Flaws.railed.rawValue)
    /// A heartbeat covers it.
    public static let blanked = Flaws(rawValue: HopRecord.Flaws.blanked.rawValue)
  }

  /// What a window has to pass.
  public struct Limits: Hashable, BitwiseCopyable, Sendable {
    /// What the fast window passes when an activity begins.
    public var fastOn: Double
    /// What the medium window passes when an activity begins.
    public var mediumOn: Double
    /// What the fast window stays above while an activity goes on; the medium window may keep it up from lower.
    public var off: Double

    /// Thresholds as RMS.
    public init(fastOn: Double, mediumOn: Double, off: Double) {
      self.fastOn = fastOn
      self.mediumOn = mediumOn
      self.off = off
    }
  }

  /// A steady line of the mains in the signal, as it is before any notch.
  public struct MainsLine: Hashable, BitwiseCopyable, Sendable {
    /// The mains' nominal frequency.
    public var nominal: Hertz
    /// Power of the line over the power of all else in the muscle's band.
    public var ratio: Decibels

    /// A line.
    public init(nominal: Hertz, ratio: Decibels) {
      self.nominal = nominal
      self.ratio = ratio
    }
  }

  /// The end of the hop that was judged last: what the reading is valid for.
  public var time: Seconds
  /// RMS of the fast window (50 ms by default); nil where less than half of it can be judged.
  public var fast: Double?
  /// RMS of the medium window (200 ms by default); nil where less than half of it can be judged.
  public var medium: Double?
  /// RMS at rest; nil until it is learnt.
  public var rest: Double?
  /// The thresholds as RMS; nil until rest is learnt.
  public var limits: Limits?
  /// Where the channel stands.
  public var state: State
  /// The greatest departure from standing still; nil where no motion is known.
  public var motion: StandardGravity?
  /// How far the posture is turned from the one before the activity, or else before the latest movement; nil
  /// where no motion is known.
  public var posture: Degrees?
  /// Whether the body moves, or has just moved; nil where no motion is known.
  public var isMoving: Bool?
  /// What is wrong with the hop.
  public var flaws: Flaws
  /// The steadiest line of the mains in the last second; nil where there is none.
  public var mains: MainsLine?
  /// The smoothed direction of gravity, in g on up to three axes; nil where no acceleration is known.
  public var gravity: SIMD3<Float>?

  /// A reading.
  public init(
    time: Seconds, fast: Double?, medium: Double?, rest: Double?, limits: Limits?, state: State,
    motion: StandardGravity?, posture: Degrees?, isMoving: Bool?, flaws: Flaws,
    mains: MainsLine? = nil, gravity: SIMD3<Float>? = nil
  ) {
    self.time = time
    self.fast = fast
    self.medium = medium
    self.rest = rest
    self.limits = limits
    self.state = state
    self.motion = motion
    self.posture = posture
    self.isMoving = isMoving
    self.flaws = flaws
    self.mains = mains
    self.gravity = gravity
  }

  /// The ratio of an RMS to rest; nil until rest is learnt.
  public func overRest(_ rms: Double) -> Decibels? {
    rest.map { decibels(rms * rms / ($0 * $0)) }
  }
}

extension ChannelReading.MainsLine {
  /// The line that has `share` of the signal's power; nil where it has next to none.
  fileprivate init?(_ line: (share: Float, hertz: Float)) {
    guard line.share > Self.leastShare else { return nil }
    let share = min(Double(line.share), Self.mostShare)
    self.init(nominal: Hertz(Double(line.hertz)), ratio: decibels(share / (1 - share)))
  }

  /// Beyond these, what chance and rounding make of a share is no ratio: 13 dB below all else, 30 dB above it.
  private static let (leastShare, mostShare) = (Float(0.05), 0.999)
}

extension Pipeline {
  /// What is made of EMG channel `channel`, counted over all EMG channels in the source's order.
  ///
  /// Nil before its first hop is judged, and for a channel that is too slow to be judged. Reading changes nothing.
  ///
  /// - Complexity: O(hops of the medium window); nothing is allocated, and nothing is kept for it.
  public func reading(channel: Int) -> ChannelReading? {
    for muscle in muscles {
      if let reading = muscle.reading(channel: channel) { return reading }
    }
    return nil
  }
}

extension MuscleStream {
  fileprivate func reading(channel: Int) -> ChannelReading? {
    guard let first = detectors.first, channel >= first.channel, channel - first.channel < detectors.count,
      judged > scenes.startIndex, judged <= scenes.endIndex
    else { return nil }
    return detectors[channel - first.channel].reading(at: judged - 1, scene: scenes[judged - 1])
  }
}

extension ChannelDetector {
  fileprivate func reading(at number: Int64, scene: Scene) -> ChannelReading? {
    guard !track.held(number..<number + 1).isEmpty else { return nil }
    func rms(_ power: Double) -> Double { power.squareRoot() * scale }
    var activity: Activity?
    if case .active(let current) = phase { activity = current }
    let level = activity?.rest ?? rest.power
    let limits = level.map { level in
      ChannelReading.Limits(
        fastOn: rms(thresholds.fastOn * level), mediumOn: rms(thresholds.mediumOn * level),
        off: rms(fastOff(of: activity, rest: level)))
    }
    return ChannelReading(
      time: scene.hopEnd, fast: track.power(last: number, count: counts.fast).map(rms),
      medium: track.power(last: number, count: counts.medium).map(rms), rest: level.map(rms), limits: limits,
      state: state, motion: scene.motion?.acceleration,
      posture: scene.motion.flatMap { motion in
        guard let activity else { return MotionContext.turn(from: scene.gravityBefore, to: motion.gravity) }
        return activity.postureChange
      },
      isMoving: scene.motion?.isMoving,
      flaws: ChannelReading.Flaws(rawValue: track.hops[number].flaws.rawValue),
      mains: ChannelReading.MainsLine(track.hops[number].mains),
      gravity: scene.motion.flatMap { $0.gravity == .zero ? nil : $0.gravity })
  }

  /// The power that keeps an activity going: of rest, or of the weak tone that a strong contraction leaves.
  private func fastOff(of activity: Activity?, rest: Double) -> Double {
    let tone = activity.map { Self.toneShare * $0.meanPower } ?? 0
    return max(thresholds.fastOff * rest, min(tone, thresholds.fastOn * rest))
  }

  private var state: ChannelReading.State {
    switch phase {
    case .learning: .learning
    case .resting: .resting
    case .active(let activity):
      switch activity.call {
      case .open: .active(onset: activity.onset)
      case .made: .spasm(onset: activity.onset)
      }
    }
  }
}
