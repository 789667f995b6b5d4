internal import SignalProcessing
internal import Signals

/// Finds mains hum in eight channels by itself and takes it out where it is, and only there.
///
/// The notches run on all lanes as soon as one needs them, and the choice between the filtered and the plain
/// signal is made lane by lane, so that a switch brings no transient into other channels.
struct MainsFilter: Sendable {
  /// The share of a line in the signal's power from which it is hum: 6 dB over all else together.
  ///
  /// Hum that was always there is part of rest: taking it out gains little, and each jump of its phase would ring
  /// in the notch. So a line that has risen counts sooner, and from a smaller share on, than one that stood there.
  private static let risenShare = 0.5
  private static let steadyShare = 0.95
  private static let risenBlocks = 3
  /// The share from which there is a line at all.
  private static let lineShare = 0.05
  private static let steadyBlocks = 15
  /// No line of less power, in squared digital steps, comes from a converter: it is the rounding in a filter that hears
  /// nothing.
  private static let leastLine = 1e-3
  /// How much stronger than usual a line has risen, in power.
  private static let rise = 4.0
  /// Blocks that it takes to know what is usual, and the share of each in the memory of it: half a minute.
  private static let usualBlocks = 50
  private static let following = 1 / 150.0
  /// Hum is gone when its line is a tenth of what it was and of the signal, for a minute: a notch too many costs
  /// little, a switch to and fro costs more.
  private static let goneShare = 0.1
  private static let goneBlocks = 300
  /// What a block leaves of the memory of a strong line: half of it is gone in half a minute.
  private static let forgetting = 0.995
  /// How much of the way to a measured frequency the notch goes at once.
  private static let driftShare = 0.2

  private let rate: SampleRate
  private let quality: Double
  private let isOn: Bool
  private var lines: MainsLines
  private var notch: MainsNotch?
  private var active = SIMDMask<Lanes.MaskStorage>(repeating: false)
  private var agreeing: [Int]
  private var quiet = [Int](repeating: 0, count: Lanes.scalarCount)
  /// How strong each frequency's line usually is where there is no hum.
  private var usual = [Lanes](repeating: .zero, count: MainsLines.nominal.count)
  /// The strongest the line was of late where there is hum.
  private var reference = Lanes.zero
  /// Nominal mains frequency of each lane where hum was found; 0 where there is none.
  private(set) var frequencies = Lanes.zero
  /// The share of a steady mains line in each lane, by the last blocks; 0 where the notch is on.
  private(set) var lineShares = Lanes.zero
  /// The same, whether or not a notch takes the line out, and the nominal frequency that it is of.
  private(set) var shares = Lanes.zero
  private(set) var nominals = Lanes.zero

  init(rate: SampleRate, quality: Double, isOn: Bool) {
    self.rate = rate
    self.quality = quality
    self.isOn = isOn
    lines = MainsLines(rate: rate)
    agreeing = Array(repeating: 0, count: MainsLines.nominal.count * Lanes.scalarCount)
  }

  /// Samples until the current block is full.
  var remaining: Int { lines.remaining }

  /// Measures `samples`, at most ``remaining`` of them, and takes hum out of the lanes that have it.
  mutating func process(_ samples: UnsafeMutableBufferPointer<Lanes>) {
    lines.add(samples)
    takeOut(of: samples, isLow: false)
  }

  /// Takes the same hum out of what the band below the muscle's lets through of it.
  mutating func process(low samples: UnsafeMutableBufferPointer<Lanes>) { takeOut(of: samples, isLow: true) }

  private mutating func takeOut(of samples: UnsafeMutableBufferPointer<Lanes>, isLow: Bool) {
    guard notch != nil else { return }
    for position in samples.indices {
      var filtered = samples[position]
      notch?.process(&filtered, isLow: isLow)
      samples[position].replace(with: filtered, where: active)
    }
  }

  /// Whether the hum that a lane's notch takes out was switched off in the block that has just been closed: until its
  /// notch has forgotten it, the notch rings.
  private(set) var rings = SIMDMask<Lanes.MaskStorage>(repeating: false)

  /// Judges the block that is full and begins the next at sample `index`; says whether a lane changed.
  mutating func closeBlock(at index: Int64) -> Bool {
    lines.closeBlock(at: index)
    return isOn && lines.blocks >= Self.risenBlocks && judge()
  }

  /// Begins a block at sample `index`, as after a gap.
  mutating func begin(at index: Int64) { lines.begin(at: index) }

  /// Forgets what the lanes' notches hold.
  mutating func settle(lanes: SIMDMask<Lanes.MaskStorage>) { notch?.settle(lanes: lanes) }

  private mutating func judge() -> Bool {
    var changed = false
    lineShares = .zero
    shares = .zero
    rings = SIMDMask(repeating: false)
    for (choice, nominal) in MainsLines.nominal.enumerated() {
      // One building has one mains: while its notch runs, the other frequency is not looked for.
      if let notch, notch.nominal != nominal { continue }
      let share = lines.coherentShare(choice)
      lineShares = pointwiseMax(lineShares, share.replacing(with: 0, where: active))
      nominals.replace(with: nominal.value, where: share .> shares)
      shares = pointwiseMax(shares, share)
      for lane in 0..<Lanes.scalarCount {
        let line = share[lane] * lines.typicalPower(lane: lane)
        guard line > Self.leastLine else { continue }
        if frequencies[lane] == nominal.value {
          rings[lane] = lines.hasFallen(choice, lane: lane)
          if hasGone(lane: lane, line: line, share: share[lane]) {
            switchOff(lane: lane)
            changed = true
          } else if let measured = lines.frequency(choice, lane: lane) {
            notch?.follow(measured, share: Self.driftShare)
          }
        } else if frequencies[lane] == 0, isHum(choice: choice, lane: lane, line: line, share: share[lane]) {
          switchOn(choice: choice, lane: lane, line: line)
          changed = true
        }
      }
    }
    return changed
  }

  private mutating func isHum(choice: Int, lane: Int, line: Double, share: Double) -> Bool {
    let hasRisen =
      lines.blocks > Self.usualBlocks && line > Self.rise * usual[choice][lane]
      && lines.frequency(choice, lane: lane) != nil
    let position = choice * Lanes.scalarCount + lane
    agreeing[position] = share > (hasRisen ? Self.risenShare : Self.steadyShare) ? agreeing[position] + 1 : 0
    let before = usual[choice][lane]
    // Muscle has some power at each frequency, which comes and goes with it and is no line.
    if line < before || share > Self.lineShare || lines.blocks <= Self.usualBlocks {
      let step = max(Self.following, 1 / Double(lines.blocks))
      usual[choice][lane] = before + (min(line, before == 0 ? line : Self.rise * before) - before) * step
    }
    return agreeing[position] >= (hasRisen ? Self.risenBlocks : Self.steadyBlocks)
  }

  /// Whether a lane's hum is over: the line is measured before the notch, so a contraction beside it makes its
  /// share small, but not itself.
  private mutating func hasGone(lane: Int, line: Double, share: Double) -> Bool {
    reference[lane] = max(reference[lane] * Self.forgetting, line)
    quiet[lane] = line < Self.goneShare * reference[lane] && share < Self.goneShare ? quiet[lane] + 1 : 0
    return quiet[lane] >= Self.goneBlocks
  }

  private mutating func switchOn(choice: Int, lane: Int, line: Double) {
    let nominal = MainsLines.nominal[choice]
    frequencies[lane] = nominal.value
    reference[lane] = line
    quiet[lane] = 0
    active[lane] = true
    guard notch == nil else { return }
    var fresh = MainsNotch(nominal: nominal, rate: rate, quality: quality)
    if let measured = lines.frequency(choice, lane: lane) { fresh.follow(measured, share: 1) }
    notch = fresh
  }

  private mutating func switchOff(lane: Int) {
    frequencies[lane] = 0
    active[lane] = false
    for choice in MainsLines.nominal.indices { agreeing[choice * Lanes.scalarCount + lane] = 0 }
    if frequencies == .zero { notch = nil }
  }
}
