internal import Events
public import Signals

/// Watches one electrode: whether it sits, whether there is hum, whether its rest is loud or rises.
///
/// Pure: it knows what it is told. It costs nothing where nobody asks, and its memory is fixed.
public struct ElectrodeWatch: Sendable {
  /// What is wrong at the moment, the worst first.
  public private(set) var findings: [ElectrodeFinding] = []

  /// Since when it has been off, where it is.
  public var offSince: Seconds? {
    findings.contains { if case .off = $0 { true } else { false } } ? unsound?.since : nil
  }

  private let isInMicrovolts: Bool
  private var unsound: (condition: Quality.Condition, since: Seconds)?
  private var humSince: Seconds?
  private var lastHum: Seconds?
  /// The lowest level of rest since the electrode was seated, when rest last lay near it, and whether it has left it at
  /// once.
  private var reference: Double?
  private var lastNear: Seconds = 0
  private var hasStepped: Bool?

  /// A watch over a channel whose RMS is in microvolts, or in counts of unknown size.
  public init(isInMicrovolts: Bool) { self.isInMicrovolts = isInMicrovolts }

  /// How long a signal is unsound before its electrode is called off: a knock at a cable is over sooner.
  private static let offAfter: Seconds = 0.5
  /// Hum is told from as strong a line as all else together on, which doubles the level of rest in power, and until it
  /// has been a quarter of that for as long as a contraction may hide it.
  private static let (humFrom, humUntil) = (Decibels(0), Decibels(-6))
  private static let (humAfter, humKept) = (Seconds(1), Seconds(10))
  /// The loudest rest of an electrode that sits well, as RMS in microvolts.
  ///
  /// Amplifier and skin make 1 to 5 uV, and with the muscle's rest it is 1 to 10. A light posture makes 5 to 30, so
  /// that the person has to be at rest.
  public static let loudestRest = 10.0
  /// How far a level of rest rises before it is told.
  ///
  /// Twice the amplitude, 6 dB: from day to day one site differs by less.
  private static let rise = 2.0
  /// A rest that leaves the neighbourhood of its level and has risen within this time has stepped.
  private static let (near, step) = (1.4, Seconds(20))

  /// Takes what is made of the channel at `time`; nil where nothing is judged.
  public mutating func take(_ reading: ChannelReading?, at time: Seconds) {
    var found: [ElectrodeFinding] = []
    if let condition = off(reading, at: time) {
      found.append(.off(condition))
      // Whoever seats it anew begins with another level.
      (reference, hasStepped, humSince, lastHum) = (nil, nil, nil, nil)
    } else if unsound == nil, let reading {
      if let line = hum(reading, at: time) { found.append(.hum(line)) }
      if let rest = reading.rest {
        if isInMicrovolts, rest > Self.loudestRest { found.append(.loudRest(rest)) }
        if let change = change(of: rest, at: time) { found.append(change) }
      }
    } else {
      found = findings
    }
    if found != findings { findings = found }
  }

  private mutating func off(_ reading: ChannelReading?, at time: Seconds) -> Quality.Condition? {
    let condition: Quality.Condition? =
      switch reading?.flaws {
      case nil: .missing
      case .some(let flaws) where flaws.contains(.flat): .flat
      case .some(let flaws) where flaws.contains(.railed): .railed
      case .some(let flaws) where flaws.contains(.missing): .missing
      default: nil
      }
    guard let condition else {
      unsound = nil
      return nil
    }
    let since = unsound?.since ?? time
    unsound = (condition, since)
    return time - since >= Self.offAfter ? condition : nil
  }

  private mutating func hum(_ reading: ChannelReading, at time: Seconds) -> ChannelReading.MainsLine? {
    let known = findings.lazy.compactMap { if case .hum(let line) = $0 { line } else { nil } }.first
    if let line = reading.mains, line.ratio >= (known == nil ? Self.humFrom : Self.humUntil) {
      let since = humSince ?? time
      (humSince, lastHum) = (since, time)
      return time - since >= Self.humAfter ? line : known
    }
    if let lastHum, known != nil, time - lastHum < Self.humKept { return known }
    (humSince, lastHum) = (nil, nil)
    return nil
  }

  private mutating func change(of rest: Double, at time: Seconds) -> ElectrodeFinding? {
    let level = min(reference ?? rest, rest)
    reference = level
    guard rest > Self.rise * level || hasStepped != nil && rest > Self.near * level else {
      hasStepped = nil
      if rest <= Self.near * level { lastNear = time }
      return nil
    }
    let isStep = hasStepped ?? (time - lastNear < Self.step)
    hasStepped = isStep
    return isStep ? .noiseStep(rest / level) : .dryingOut(rest / level)
  }
}
