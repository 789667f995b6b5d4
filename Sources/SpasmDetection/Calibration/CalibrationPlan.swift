public import Signals

/// A part of the calibration of electrode sites.
public enum CalibrationStep: String, Hashable, Sendable, CaseIterable {
  /// Do the electrodes sit well?
  case electrodes
  /// What is rest?
  case relax
  /// A gentle contraction: all there is for a person in pain.
  case gentle
  /// The strongest contraction that a person can make (MVC).
  case maximal = "max"
  /// What the muscle does in each posture.
  case posture
}

/// What a calibration asks for, and for how long.
public struct CalibrationPlan: Hashable, Sendable {
  /// What is not asked for.
  public var skipped: Set<CalibrationStep> = []
  /// Channels that contract together, one group after the other; nil for all at once.
  public var groups: [[Int]]?
  /// How long the electrodes are looked at.
  public var check: Seconds = 5
  /// How long rest lasts without a break.
  public var relax: Seconds = 30
  /// How long a contraction is held.
  public var hold: Seconds = 3
  /// How many gentle contractions there are, and the rest between them.
  public var gentleTries = 2
  public var gentlePause: Seconds = 5
  /// How many strong contractions there are, and the rest between them.
  public var maximalTries = 2
  public var maximalPause: Seconds = 30
  /// How many strong contractions there are at most, where they differ.
  public var mostTries = 4
  /// How far the two strongest may differ, as a share of the strongest.
  public var agreement: Fraction = 0.1
  /// How long the bend and the way back take.
  public var sweep: Seconds = 20
  /// How long each step is announced before it begins by itself; nil where it waits for the person.
  public var lead: Seconds?
  /// How long a contraction is waited for.
  public var patience: Seconds = 15
  /// How long the body may take to come to rest, or an electrode to be mended where nobody is waited for.
  public var longPatience: Seconds = 120

  /// The plan of a whole calibration that waits for the person before each step.
  public init() {}
}

/// A contraction that is asked for.
public struct CalibrationEffort: Hashable, Sendable {
  /// Whether it is as strong as can be, or gentle.
  public var isMaximal: Bool
  /// Its group of channels, from 0.
  public var group: Int
  /// Its number, from 1.
  public var number: Int
  /// How many are asked for by now.
  public var count: Int

  /// A contraction.
  public init(isMaximal: Bool, group: Int = 0, number: Int, count: Int) {
    self.isMaximal = isMaximal
    self.group = group
    self.number = number
    self.count = count
  }

  /// The step that it belongs to.
  public var step: CalibrationStep { isMaximal ? .maximal : .gentle }
}

/// Where a calibration stands, and until when, in device time; nil where it waits for the person.
public enum CalibrationPhase: Hashable, Sendable {
  /// The electrodes are looked at.
  case checking(until: Seconds)
  /// Electrodes that are off are waited for.
  case mending(until: Seconds?)
  /// A step of a group of channels is about to begin.
  case announcing(CalibrationStep, group: Int, until: Seconds?)
  /// Rest is measured; whatever disturbs it moves the end.
  case relaxing(until: Seconds)
  /// A contraction may begin now.
  case awaiting(CalibrationEffort, until: Seconds)
  /// It is held, and measured.
  case holding(CalibrationEffort, until: Seconds)
  /// Rest before the next one.
  case pausing(next: CalibrationEffort, until: Seconds)
  /// A slow bend and back.
  case sweeping(until: Seconds)
  /// Nothing follows.
  case ended(CalibrationEnding)

  /// When it is over by itself.
  public var until: Seconds? {
    switch self {
    case .mending(let until), .announcing(_, _, let until): until
    case .checking(let until), .relaxing(let until), .awaiting(_, let until), .holding(_, let until),
      .pausing(_, let until), .sweeping(let until):
      until
    case .ended: nil
    }
  }

  /// The step that it belongs to; nil at the end.
  public var step: CalibrationStep? {
    switch self {
    case .checking, .mending: .electrodes
    case .announcing(let step, _, _): step
    case .relaxing: .relax
    case .awaiting(let effort, _), .holding(let effort, _), .pausing(let effort, _): effort.step
    case .sweeping: .posture
    case .ended: nil
    }
  }

  /// The group of channels that contracts.
  public var group: Int? {
    switch self {
    case .announcing(_, let group, _): group
    case .awaiting(let effort, _), .holding(let effort, _), .pausing(let effort, _): effort.group
    default: nil
    }
  }
}

/// How a calibration came to its end.
public enum CalibrationEnding: Hashable, Sendable {
  /// All of it was gone through, or skipped at will.
  case finished
  /// The person, or the source, ended it before.
  case early
  /// No channel has a signal that can be judged.
  case noSignal
}

/// What a person says to a calibration.
public enum CalibrationCommand: Hashable, Sendable {
  /// Go on: ready, or long enough.
  case next
  /// Leave this out: it hurts.
  case skip
  /// Do this step again, or the one before where the next has not begun.
  case again
  /// Enough.
  case quit
}

/// Something that a person should be told of, once.
public enum CalibrationRemark: Hashable, Sendable {
  /// Rest is measured anew, for this reason.
  case startedAnew(Disturbance)
  /// The body did not come to rest; what quiet moments there were are used.
  case restless
  /// A contraction was asked for and not seen.
  case notSeen(CalibrationEffort)
  /// A contraction was measured: RMS of each channel of its group.
  case measured(CalibrationEffort, [Int: Double])
  /// A channel's signal was lost in it: it does not count.
  case spoilt(CalibrationEffort, channel: Int)
  /// The two strongest differ by this share of the strongest, and one more is asked for.
  case differ(Fraction)
  /// They differed to the end.
  case neverAgreed(Fraction)
  /// A channel is left out, since its electrode is off.
  case leftOut(channel: Int)
  /// No posture is known: the bend is left out.
  case noPosture
  /// Something was found at an electrode.
  case found(ElectrodeFinding, channel: Int)
  /// It is over.
  case mended(ElectrodeFinding, channel: Int)

  /// What breaks rest.
  public enum Disturbance: Hashable, Sendable {
    case movement
    case activity(channel: Int)
    case loss(channel: Int)
  }
}
