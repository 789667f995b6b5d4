internal import Glibc
internal import SignalProcessing
internal import Signals

/// Finds mains hum in eight channels by itself and takes it out where it is, and only there.
///
/// Hum is a line: over blocks of 200 ms its phasor keeps its size and its phase, while the phasors of muscle
/// and noise point anywhere. The coherent mean of the last five phasors, as a share of the signal's power, is
/// some tenths for hum that matters and 0.005 for noise. Lines at the mains frequency, its second and its third
/// harmonic are added up. The notches run warm on all lanes as soon as one needs them; the choice between the
/// filtered and the plain signal is made lane by lane, so a switch brings no transient into other channels.
struct MainsFilter: Sendable {
  /// The frequencies that mains have.
  private static let nominal: [Double] = [50, 60]
  private static let harmonics = 3
  private static let blocksRemembered = 5
  /// Shares of the coherent line in the signal's power at which hum is called there, and gone.
  ///
  /// Hum that was always there is part of rest: taking it out gains little, and each jump of its phase would ring
  /// in the notch. So a line that has risen counts sooner and from a smaller share on than one that stood there.
  private static let risenShare = 0.8
  private static let steadyShare = 0.95
  /// Blocks that it takes to know what is usual.
  private static let usualBlocks = 50
  /// How much stronger than usual a line has risen, in power.
  private static let rise = 4.0
  /// The share of a block in the memory of what is usual: half a minute.
  private static let following = 1 / 150.0
  private static let goneShare = 0.1
  /// Blocks in a row that must agree before hum is called there, and gone.
  private static let risenBlocks = 3
  private static let steadyBlocks = 15
  private static let goneBlocks = 300
  /// What a block leaves of the memory of a strong line: half of it is gone in half a minute.
  private static let forgetting = 0.995

  private let rate: SampleRate
  private let quality: Double
  /// Samples in a block.
  let blockLength: Int
  private var meter: LineMeter
  private var filled = 0
  private var power = Lanes.zero
  private var phasors: [LineMeter.Phasor]
  private var powers: [Lanes]
  private var blocks = 0
  private var agreeing: [Int]
  private var quiet = [Int](repeating: 0, count: Lanes.scalarCount)
  /// How strong each frequency's line usually is where there is no hum.
  private var usual = [Lanes](repeating: .zero, count: MainsFilter.nominal.count)
  /// The strongest the line was of late.
  private var reference = Lanes.zero
  private var notch: FilterBank?
  private var centre = 0.0
  private var active = SIMDMask<Lanes.MaskStorage>(repeating: false)
  /// Nominal mains frequency of each lane where hum was found; 0 where there is none.
  private(set) var frequencies = Lanes.zero

  /// The share of a steady mains line in each lane, by the last blocks; 0 where the notch is on.
  private(set) var lineShares = Lanes.zero

  init(rate: SampleRate, quality: Double) {
    self.rate = rate
    self.quality = quality
    blockLength = rate.count(in: 0.2)
    let lines = Self.nominal.flatMap { base in (1...Self.harmonics).map { Hertz(base * Double($0)) } }
    meter = LineMeter(frequencies: lines.map { $0.value < rate.hertz / 2 ? $0 : 0 }, rate: rate)
    phasors = Array(repeating: LineMeter.Phasor(), count: lines.count * Self.blocksRemembered)
    powers = Array(repeating: .zero, count: Self.blocksRemembered)
    agreeing = Array(repeating: 0, count: Self.nominal.count * Lanes.scalarCount)
  }

  /// Samples until the current block is full.
  var remaining: Int { blockLength - filled }

  /// Measures `samples`, at most ``remaining`` of them, and takes hum out of the lanes that have it.
  mutating func process(_ samples: UnsafeMutableBufferPointer<Lanes>) {
    meter.add(samples)
    for sample in samples { power += sample * sample }
    filled += samples.count
    guard notch != nil else { return }
    for position in samples.indices {
      let plain = samples[position]
      withUnsafeMutablePointer(to: &samples[position]) {
        notch?.process(UnsafeMutableBufferPointer(start: $0, count: 1))
      }
      samples[position] = plain.replacing(with: samples[position], where: active)
    }
  }

  /// Judges the block when it is full and begins the next at sample `index`; says whether a lane changed.
  mutating func closeBlock(at index: Int64) -> Bool {
    let slot = blocks % Self.blocksRemembered
    blocks += 1
    powers[slot] = power / Double(blockLength)
    let lines = Self.nominal.count * Self.harmonics
    for line in 0..<lines { phasors[slot * lines + line] = meter.phasor(at: line, count: blockLength) }
    let changed = blocks >= Self.risenBlocks && judge()
    begin(at: index)
    return changed
  }

  /// Begins a block at sample `index`.
  mutating func begin(at index: Int64) {
    meter.begin(at: index)
    filled = 0
    power = .zero
  }

  /// Forgets what the lanes' notches hold.
  mutating func settle(lanes: SIMDMask<Lanes.MaskStorage>) {
    notch?.settle(at: .zero, lanes: lanes)
  }

  private mutating func judge() -> Bool {
    var total = Lanes.zero
    for lane in 0..<Lanes.scalarCount { total[lane] = typicalPower(lane: lane) }
    var changed = false
    lineShares = .zero
    for (choice, base) in Self.nominal.enumerated() {
      let share = coherentShare(choice)
      lineShares = pointwiseMax(lineShares, share.replacing(with: 0, where: active))
      for lane in 0..<Lanes.scalarCount where total[lane] > 0 {
        let line = share[lane] * total[lane]
        if frequencies[lane] == base {
          if watchEnd(lane: lane, line: line, share: share[lane]) { changed = true }
        } else if frequencies[lane] == 0 {
          let position = choice * Lanes.scalarCount + lane
          let hasRisen = blocks > Self.usualBlocks && line > Self.rise * usual[choice][lane]
          let isHum = share[lane] > (hasRisen ? Self.risenShare : Self.steadyShare)
          agreeing[position] = isHum ? agreeing[position] + 1 : 0
          followUsual(choice: choice, lane: lane, line: line)
          if agreeing[position] >= (hasRisen ? Self.risenBlocks : Self.steadyBlocks) {
            switchOn(lane: lane, choice: choice, line: line)
            changed = true
          }
        }
      }
    }
    if changed { quietNotch() } else { followDrift() }
    return changed
  }

  /// The median of the remembered blocks' powers in one lane: hum is in every block, a heartbeat in one or two.
  private func typicalPower(lane: Int) -> Double {
    let known = powers[..<min(blocks, Self.blocksRemembered)]
    for block in known {
      let below = known.count { $0[lane] < block[lane] }
      let equal = known.count { $0[lane] == block[lane] }
      if below <= known.count / 2, below + equal > known.count / 2 { return block[lane] }
    }
    return 0
  }

  /// The share of the signal that the lines of one mains frequency have and that keeps its phase from block to
  /// block.
  ///
  /// Each block's phasor is taken relative to that block's own power: a twitch fills one block with a strong line
  /// at any frequency, and must not count for more than its block.
  private func coherentShare(_ choice: Int) -> Lanes {
    let lines = Self.nominal.count * Self.harmonics
    let known = min(blocks, Self.blocksRemembered)
    var sum = Lanes.zero
    for harmonic in 0..<Self.harmonics {
      let line = choice * Self.harmonics + harmonic
      guard Self.nominal[choice] * Double(harmonic + 1) < 0.45 * rate.hertz else { continue }
      var mean = LineMeter.Phasor()
      for slot in 0..<known {
        let norm = powers[slot].replacing(with: .infinity, where: powers[slot] .<= 0).squareRoot()
        mean.real += phasors[slot * lines + line].real / norm
        mean.imaginary += phasors[slot * lines + line].imaginary / norm
      }
      mean.real /= Double(known)
      mean.imaginary /= Double(known)
      sum += mean.power
    }
    return sum
  }

  private mutating func followUsual(choice: Int, lane: Int, line: Double) {
    let before = usual[choice][lane]
    let now = min(line, Self.rise * before)
    usual[choice][lane] = before == 0 ? line : before + (now - before) * Self.following
  }

  private mutating func switchOn(lane: Int, choice: Int, line: Double) {
    frequencies[lane] = Self.nominal[choice]
    reference[lane] = line
    quiet[lane] = 0
    active[lane] = true
    if notch == nil {
      centre = Self.nominal[choice]
      notch = FilterBank(design(centre))
      followDrift(at: once(choice: choice, lane: lane))
    }
  }

  private mutating func watchEnd(lane: Int, line: Double, share: Double) -> Bool {
    // The line is measured before the notch, against what it was and against the signal: a contraction beside
    // it makes its share small, but not itself.
    reference[lane] = max(reference[lane] * Self.forgetting, line)
    let isGone = line < Self.goneShare * reference[lane] && share < Self.goneShare
    quiet[lane] = isGone ? quiet[lane] + 1 : 0
    guard quiet[lane] >= Self.goneBlocks else { return false }
    frequencies[lane] = 0
    active[lane] = false
    for choice in Self.nominal.indices { agreeing[choice * Lanes.scalarCount + lane] = 0 }
    return true
  }

  private mutating func quietNotch() {
    if frequencies == .zero { notch = nil }
  }

  private func design(_ centre: Double) -> [Biquad] {
    var sections: [Biquad] = []
    var harmonic = 1.0
    while centre * harmonic < 0.45 * rate.hertz {
      // Every harmonic is as wide in hertz as the first: the mains' wander grows with the harmonic, its
      // energy falls.
      sections.append(
        FilterDesign.notch(
          centre: Hertz(centre * harmonic), quality: quality * harmonic, rate: Hertz(rate.hertz)))
      harmonic += 1
    }
    return sections
  }

  /// Follows the true frequency by how the phasor turned from block to block.
  private mutating func followDrift() {
    guard notch != nil, blocks % Self.blocksRemembered == 0 else { return }
    for (choice, base) in Self.nominal.enumerated() {
      var turn = (real: 0.0, imaginary: 0.0)
      for lane in 0..<Lanes.scalarCount where frequencies[lane] == base {
        let one = once(choice: choice, lane: lane)
        turn.real += one.real
        turn.imaginary += one.imaginary
      }
      if turn.real != 0 || turn.imaginary != 0 { followDrift(at: turn) }
    }
  }

  /// The mean product of each phasor of a fundamental with the conjugate of the one before.
  private func once(choice: Int, lane: Int) -> (real: Double, imaginary: Double) {
    let lines = Self.nominal.count * Self.harmonics
    let line = choice * Self.harmonics
    var sum = (real: 0.0, imaginary: 0.0)
    var size = 0.0
    let newest = blocks - 1
    for age in 0..<min(blocks, Self.blocksRemembered) - 1 {
      let late = phasors[(newest - age) % Self.blocksRemembered * lines + line]
      let early = phasors[(newest - age - 1) % Self.blocksRemembered * lines + line]
      sum.real += late.real[lane] * early.real[lane] + late.imaginary[lane] * early.imaginary[lane]
      sum.imaginary += late.imaginary[lane] * early.real[lane] - late.real[lane] * early.imaginary[lane]
      size += ((late.power * early.power)[lane]).squareRoot() * 2
    }
    // A phase that jumps, or noise, turns every way: only a turn that all blocks agree on is the mains'.
    let isSteady = (sum.real * sum.real + sum.imaginary * sum.imaginary).squareRoot() > 0.97 * size
    return isSteady ? sum : (0, 0)
  }

  private mutating func followDrift(at turn: (real: Double, imaginary: Double)) {
    guard let base = Self.nominal.min(by: { abs($0 - centre) < abs($1 - centre) }) else { return }
    let seconds = Double(blockLength) / rate.hertz
    let measured = base + atan2(turn.imaginary, turn.real) / (2 * Double.pi * seconds)
    guard abs(measured - base) < 1, abs(measured - centre) > 0.01 else { return }
    centre += 0.2 * (measured - centre)
    let design = design(centre)
    if notch != nil, design.count == self.design(base).count { notch?.retune(design) }
  }
}
