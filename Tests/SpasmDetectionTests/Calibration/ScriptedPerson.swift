import Glibc
import Signals
import Testing

@testable import SpasmDetection

/// Readings as they would come of a person who does this and that, every 50 ms of virtual time.
struct ScriptedPerson {
  /// The calibration that is talked to.
  var calibration: SiteCalibration
  /// All that it remarked.
  private(set) var remarks: [CalibrationRemark] = []
  private(set) var time: Seconds = 0
  /// Channels whose electrodes are off, whatever the person does.
  var off: Set<Int> = []

  /// What a channel does.
  enum Doing {
    case rest
    /// It contracts, to so many times rest.
    case contract(Double)
    case off
    case nothing
  }

  static let rest = 2.0
  private static let step: Seconds = 0.05

  /// A person with electrodes on `count` channels.
  init(channels count: Int = 1, isInMicrovolts: Bool = true, plan: CalibrationPlan = .quick) throws {
    let channels = (0..<count).map { ChannelDescription(label: "EMG\($0 + 1)", gain: 1e-6) }
    let streams = [
      StreamDescription(
        kind: .emg, rate: try #require(SampleRate(1000)), unit: isInMicrovolts ? .volt : .count,
        channels: channels)
    ]
    calibration = SiteCalibration(streams: streams, plan: plan)
  }

  /// Does the same on all channels for so long, or until the phase is another.
  mutating func all(
    _ doing: Doing, for length: Seconds, moving: Bool = false, angle: Double = 0
  ) {
    each(calibration.labels.map { _ in doing }, for: length, moving: moving, angle: angle)
  }

  /// Does something on each channel for so long.
  mutating func each(_ doing: [Doing], for length: Seconds, moving: Bool = false, angle: Double = 0) {
    let end = time + length - 1e-9
    while time < end {
      time += Self.step
      let channels = doing.enumerated().map { number, doing in
        reading(off.contains(number) ? .off : doing, moving: moving, angle: angle)
      }
      remarks += calibration.take(CalibrationReading(time: time, channels: channels))
    }
  }

  /// Rests until the phase is one that `holds`, for five minutes at most.
  mutating func rest(until holds: (CalibrationPhase) -> Bool) {
    let end = time + 300
    while !holds(calibration.phase), !calibration.isOver, time < end { all(.rest, for: Self.step) }
  }

  /// Rests until a contraction is asked for, and contracts for 3.5 s.
  mutating func contract(_ times: Double...) {
    rest { if case .awaiting = $0 { true } else { false } }
    let levels = calibration.labels.indices.map { times[min($0, times.count - 1)] }
    each(levels.map { .contract($0) }, for: 3.5)
  }

  /// Says something.
  mutating func say(_ command: CalibrationCommand) { remarks += calibration.take(command) }

  private func reading(_ doing: Doing, moving: Bool, angle: Double) -> ChannelReading? {
    var rms: Double? = Self.rest
    var state = ChannelReading.State.resting
    var flaws: ChannelReading.Flaws = []
    switch doing {
    case .rest: break
    case .contract(let times):
      rms = Self.rest * times
      state = .active(onset: time)
    case .off:
      rms = nil
      flaws = .flat
    case .nothing: return nil
    }
    let radians = angle * .pi / 180
    return ChannelReading(
      time: time, fast: rms, medium: rms, rest: Self.rest,
      limits: .init(fastOn: 1.6 * Self.rest, mediumOn: 1.4 * Self.rest, off: 1.2 * Self.rest), state: state,
      motion: 0, posture: 0, isMoving: moving, flaws: flaws,
      gravity: angle.isNaN ? nil : SIMD3(Float(sin(radians)), 0, Float(cos(radians))))
  }
}

extension CalibrationPlan {
  /// A plan that waits for nobody, with short rests.
  static var quick: CalibrationPlan {
    var plan = CalibrationPlan()
    plan.lead = 1
    plan.maximalPause = 5
    return plan
  }
}
