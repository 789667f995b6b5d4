internal import Glibc
internal import SignalProcessing
internal import Signals

/// What mains hum would look like in eight channels, block by block.
///
/// Hum is a line: over blocks of 200 ms its phasor keeps its size and its phase, while the phasors of muscle and
/// noise point anywhere. Lines at each mains frequency, its second and its third harmonic are measured.
struct MainsLines: Sendable {
  /// The frequencies that mains have.
  static let nominal: [Hertz] = [50, 60]
  private static let harmonics = 3
  /// How far above the usual power a block does not count.
  private static let outstanding = 4.0
  /// Blocks over which a line must keep its phase.
  private static let remembered = 5

  private let rate: SampleRate
  /// Samples in a block: 200 ms, ten periods of 50 Hz and twelve of 60 Hz.
  let blockLength: Int
  private var meter: LineMeter
  private var filled = 0
  private var power = Lanes.zero
  private var phasors: [LineMeter.Phasor]
  private var powers: [Lanes]
  /// Blocks measured so far.
  private(set) var blocks = 0

  init(rate: SampleRate) {
    self.rate = rate
    blockLength = rate.count(in: 0.2)
    let lines = Self.nominal.flatMap { base in (1...Self.harmonics).map { base * Double($0) } }
    meter = LineMeter(frequencies: lines, rate: rate)
    phasors = Array(repeating: LineMeter.Phasor(), count: lines.count * Self.remembered)
    powers = Array(repeating: .zero, count: Self.remembered)
  }

  /// Samples until the current block is full.
  var remaining: Int { blockLength - filled }

  /// Measures samples, at most ``remaining`` of them.
  mutating func add(_ samples: UnsafeMutableBufferPointer<Lanes>) {
    meter.add(samples)
    for sample in samples { power += sample * sample }
    filled += samples.count
  }

  /// Takes the full block into memory and begins the next at sample `index`.
  mutating func closeBlock(at index: Int64) {
    let slot = blocks % Self.remembered
    powers[slot] = power / Double(blockLength)
    for line in 0..<lineCount {
      phasors[slot * lineCount + line] = meter.phasor(at: line, count: blockLength)
    }
    blocks += 1
    begin(at: index)
  }

  /// Begins a block at sample `index`.
  mutating func begin(at index: Int64) {
    meter.begin(at: index)
    filled = 0
    power = .zero
  }

  /// The median of the remembered blocks' powers in one lane: hum is in every block, a heartbeat in one or two.
  func typicalPower(lane: Int) -> Double {
    let known = powers[..<knownCount]
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
  /// at any frequency, and must not count for more than its block. A block far above the usual holds a heartbeat or
  /// a twitch, and says nothing of the hum between.
  func coherentShare(_ choice: Int) -> Lanes {
    var sum = Lanes.zero
    var limit = Lanes.zero
    for lane in 0..<Lanes.scalarCount { limit[lane] = Self.outstanding * typicalPower(lane: lane) }
    var counted = Lanes.zero
    for slot in 0..<knownCount {
      counted += Lanes(repeating: 1).replacing(with: 0, where: powers[slot] .> limit)
    }
    for harmonic in 0..<Self.harmonics {
      guard (Self.nominal[choice] * Double(harmonic + 1)).value < 0.45 * rate.hertz else { continue }
      var mean = LineMeter.Phasor()
      for slot in 0..<knownCount {
        let phasor = phasors[slot * lineCount + choice * Self.harmonics + harmonic]
        let isOut = (powers[slot] .<= 0) .| (powers[slot] .> limit)
        let norm = powers[slot].replacing(with: .infinity, where: isOut).squareRoot()
        mean.real += phasor.real / norm
        mean.imaginary += phasor.imaginary / norm
      }
      mean.real /= pointwiseMax(counted, Lanes(repeating: 1))
      mean.imaginary /= pointwiseMax(counted, Lanes(repeating: 1))
      sum += mean.power
    }
    return sum
  }

  /// Whether the line of one mains frequency, which was most of a lane's signal, has just lost much of its power.
  func hasFallen(_ choice: Int, lane: Int) -> Bool {
    guard blocks > 1 else { return false }
    let line = choice * Self.harmonics
    let before = phasors[slot(1) * lineCount + line].power[lane]
    let now = phasors[slot(0) * lineCount + line].power[lane]
    return before > 0.5 * powers[slot(1)][lane] && now < 0.25 * before
  }

  /// The true frequency of a lane's line, by how its phasor turned from block to block.
  ///
  /// Nil where the blocks do not agree on the turn: a phase that jumps, or noise, turns every way.
  func frequency(_ choice: Int, lane: Int) -> Hertz? {
    var (real, imaginary, size) = (0.0, 0.0, 0.0)
    for age in 0..<knownCount - 1 {
      let late = phasors[slot(age) * lineCount + choice * Self.harmonics]
      let early = phasors[slot(age + 1) * lineCount + choice * Self.harmonics]
      real += late.real[lane] * early.real[lane] + late.imaginary[lane] * early.imaginary[lane]
      imaginary += late.imaginary[lane] * early.real[lane] - late.real[lane] * early.imaginary[lane]
      size += 2 * (late.power[lane] * early.power[lane]).squareRoot()
    }
    guard size > 0, hypot(real, imaginary) > Self.agreement * size else { return nil }
    let turns = atan2(imaginary, real) / (2 * Double.pi)
    return Self.nominal[choice] + Hertz(turns * rate.hertz / Double(blockLength))
  }

  /// How well blocks must agree on a turn: the length of their mean over the mean of their lengths.
  private static let agreement = 0.97

  private var lineCount: Int { Self.nominal.count * Self.harmonics }
  private var knownCount: Int { min(blocks, Self.remembered) }
  private func slot(_ age: Int) -> Int { (blocks - 1 - age) % Self.remembered }
}
