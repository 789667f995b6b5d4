public import Signals

/// Guides a person through the calibration of electrode sites, and measures.
///
/// Pure: no clock and no input or output. Time is what the readings say, so that a recording is calibrated as a
/// device is. It says where it stands (``phase``) and what happened; words for a person are made of that elsewhere.
public struct SiteCalibration: Sendable {
  /// What is asked for.
  public let plan: CalibrationPlan
  /// The labels of the EMG channels.
  public let labels: [String]
  /// Where it stands.
  public internal(set) var phase: CalibrationPhase
  /// The latest moment that it was told of.
  public internal(set) var time: Seconds
  /// What the detector made of each channel then.
  public internal(set) var latest: [ChannelReading?]
  /// Channels that are left out, since their electrodes are off.
  public internal(set) var leftOut: Set<Int> = []
  /// Steps that were skipped.
  public internal(set) var skipped: Set<CalibrationStep>
  /// What keeps the body from rest at the moment.
  public internal(set) var disturbance: CalibrationRemark.Disturbance?

  let areMicrovolts: [Bool]
  let groups: [[Int]]
  var watches: [ElectrodeWatch]
  var rests: [RestMeter]
  var relaxSince: Seconds = 0
  var efforts: [EffortMeter]
  var gentleTries: [[Double]]
  var maximalTries: [[Double]]
  var postures: [PostureMeter]
  var upright: SIMD3<Float>?
  var misses = 0
  var soundTime: [Double]
  var measuredTime = 0.0
  var previous: (step: CalibrationStep, group: Int)?
  var remarks: [CalibrationRemark] = []

  /// A calibration of the EMG channels of `streams`, in their order, that begins at `start`, in device time.
  public init(
    streams: [StreamDescription], plan: CalibrationPlan = CalibrationPlan(), from start: Seconds = 0
  ) {
    self.plan = plan
    time = start
    let muscles = streams.filter { $0.kind == .emg }
    labels = muscles.flatMap { $0.channels.map(\.label) }
    areMicrovolts = muscles.flatMap { stream in stream.channels.map { _ in stream.unit == .volt } }
    let count = labels.count
    let channels = 0..<count
    groups = (plan.groups ?? [Array(channels)]).map { $0.filter(channels.contains) }.filter { !$0.isEmpty }
    skipped = plan.skipped
    latest = channels.map { _ in nil }
    watches = areMicrovolts.map(ElectrodeWatch.init(isInMicrovolts:))
    rests = channels.map { _ in RestMeter() }
    efforts = channels.map { _ in EffortMeter() }
    gentleTries = channels.map { _ in [] }
    maximalTries = gentleTries
    postures = channels.map { _ in PostureMeter() }
    soundTime = channels.map { _ in 0 }
    phase = count == 0 ? .ended(.noSignal) : .checking(until: start + plan.check)
    if count > 0, skipped.contains(.electrodes) { go(after: .electrodes) }
  }

  /// Whether nothing follows.
  public var isOver: Bool { if case .ended = phase { true } else { false } }

  /// How many groups of channels contract one after the other.
  public var groupCount: Int { groups.count }
  /// The channels of a group.
  public func channels(inGroup group: Int) -> [Int] { groups[group] }
  /// Whether a channel's amplitudes are in microvolts.
  public func isInMicrovolts(_ channel: Int) -> Bool { areMicrovolts[channel] }

  /// Seconds that are left of the phase; nil where it waits for the person.
  public var remaining: Seconds? { phase.until.map { max(0, $0 - time) } }

  /// What is wrong with each electrode at the moment.
  public var findings: [[ElectrodeFinding]] { watches.map(\.findings) }

  /// What was measured so far.
  public var result: CalibrationResult {
    var ending = CalibrationEnding.early
    if case .ended(let reached) = phase { ending = reached }
    let channels = labels.indices.map { number in
      var channel = CalibrationResult.Channel(label: labels[number], isInMicrovolts: areMicrovolts[number])
      let isLeftOut = leftOut.contains(number)
      let rest = rests[number].result
      channel.rest = isLeftOut ? nil : rest?.rms ?? latest[number]?.rest
      channel.restSpread = isLeftOut ? nil : rest?.spread
      channel.gentleTries = gentleTries[number]
      channel.maximalTries = maximalTries[number]
      channel.posture = postures[number].points
      channel.findings = watches[number].findings
      channel.soundness = Fraction(measuredTime > 0 ? soundTime[number] / measuredTime : 0)
      return channel
    }
    return CalibrationResult(ending: ending, skipped: skipped, channels: channels)
  }

  /// Takes what is known of a moment, later than the one before, and tells what a person should hear of.
  public mutating func take(_ reading: CalibrationReading) -> [CalibrationRemark] {
    guard !isOver, reading.time > time else { return [] }
    // What lies before a gap is not measured with what follows it.
    let span = min((reading.time - time).value, Self.longestStep)
    time = reading.time
    latest = labels.indices.map { reading.channels.indices.contains($0) ? reading.channels[$0] : nil }
    watch()
    if phase.step != .electrodes, case let gone = lost(for: Self.longestLoss), !gone.isEmpty {
      leaveOut(gone)
    }
    switch phase {
    case .checking(let until): check(until: until)
    case .mending(let until): mend(until: until)
    case .announcing(let step, let group, let until):
      if let until, time >= until { start(step, group: group) }
    case .relaxing(let until): relax(reading, until: until, span: span)
    case .awaiting(let effort, let until): wait(for: effort, until: until)
    case .holding(let effort, let until): hold(effort, until: until, span: span)
    case .pausing(let effort, let until): pause(before: effort, until: until)
    case .sweeping(let until): sweep(reading, until: until, span: span)
    case .ended: break
    }
    defer { remarks.removeAll(keepingCapacity: true) }
    return remarks
  }

  /// Does what the person wants, and tells what they should hear of.
  public mutating func take(_ command: CalibrationCommand) -> [CalibrationRemark] {
    defer { remarks.removeAll(keepingCapacity: true) }
    switch (command, phase) {
    case (.again, .ended(.finished)), (.again, .announcing):
      guard let previous else { break }
      repeatStep(previous.step, group: previous.group)
    case (_, .ended): break
    case (.quit, _): phase = .ended(.early)
    case (.again, _):
      if let step = phase.step { repeatStep(step, group: phase.group ?? 0) }
    case (.skip, _): skip()
    case (.next, .checking): go(after: .electrodes)
    case (.next, .mending): goWithoutLost()
    case (.next, .announcing(let step, let group, _)): start(step, group: group)
    case (.next, .pausing(let effort, _)): begin(effort)
    case (.next, .sweeping): finish(.posture)
    // The person cannot know better whether rest was long enough, or whether a contraction was seen.
    case (.next, .relaxing), (.next, .awaiting), (.next, .holding): break
    }
    return remarks
  }

  /// Ends it where it stands: nothing more will come.
  public mutating func end() {
    if !isOver { phase = .ended(.early) }
  }

  /// Readings farther apart do not tell what lay between them.
  private static let longestStep = 0.1
  /// A channel without a signal for longer is left out: a knock at a cable is over sooner.
  private static let longestLoss: Seconds = 10
}
