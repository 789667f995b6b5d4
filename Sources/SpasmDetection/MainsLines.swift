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
  /// The cosine of the turn from block to block of mains that are as far off as they get.
  private let greatestTurn: Double
  private var filled = 0
  private var power = Lanes.zero
  private var phasors: [LineMeter.Phasor]
  private var powers: [Lanes]
  /// Blocks measured so far.
  private(set) var blocks = 0

  init(rate: SampleRate) {
    self.rate = rate
    blockLength = rate.count(in: 0.2)
    greatestTurn = cos(2 * Double.pi * MainsNotch.greatestDrift.value * Double(blockLength) / rate.hertz)
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
  /// Mains that are off their frequency turn from block to block: where the blocks agree on the turn, and nearly all
  /// is line once it is undone, that is the share. A turn can be found in what is muscle in part, too.
  func coherentShare(_ choice: Int) -> Lanes {
    var step = LineMeter.Phasor(real: .one, imaginary: .zero)
    let plain = share(choice, turning: step)
    for lane in 0..<Lanes.scalarCount {
      let turn = turn(choice, lane: lane) ?? (1, 0)
      (step.real[lane], step.imaginary[lane]) = turn.real > greatestTurn ? turn : (1, 0)
    }
    let turned = share(choice, turning: step)
    return plain.replacing(with: turned, where: turned .> Self.nearlyAll)
  }

  private static let nearlyAll = 0.8

  /// The same of lines that turn by `step` from block to block.
  ///
  /// Each block's phasor is taken relative to that block's own power: a twitch fills one block with a strong line
  /// at any frequency, and must not count for more than its block. A block far above the usual holds a heartbeat or
  /// a twitch, and says nothing of the hum between.
  private func share(_ choice: Int, turning step: LineMeter.Phasor) -> Lanes {
    var sum = Lanes.zero
    var limit = Lanes.zero
    for lane in 0..<Lanes.scalarCount { limit[lane] = Self.outstanding * typicalPower(lane: lane) }
    var counted = Lanes.zero
    for slot in 0..<knownCount {
      counted += Lanes(repeating: 1).replacing(with: 0, where: powers[slot] .> limit)
    }
    var turn = LineMeter.Phasor(real: .one, imaginary: .zero)
    for harmonic in 0..<Self.harmonics {
      guard (Self.nominal[choice] * Double(harmonic + 1)).value < 0.45 * rate.hertz else { continue }
      // A harmonic turns as many times as fast.
      turn = turn.turned(by: step)
      var (mean, back) = (LineMeter.Phasor(), LineMeter.Phasor(real: .one, imaginary: .zero))
      for age in 0..<knownCount {
        let slot = slot(age)
        let phasor = phasors[slot * lineCount + choice * Self.harmonics + harmonic].turned(by: back)
        back = back.turned(by: turn)
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
    guard let turn = turn(choice, lane: lane) else { return nil }
    let turns = atan2(turn.imaginary, turn.real) / (2 * Double.pi)
    return Self.nominal[choice] + Hertz(turns * rate.hertz / Double(blockLength))
  }

  /// The turn of a lane's line from block to block, on the unit circle; nil where the blocks do not agree on it.
  private func turn(_ choice: Int, lane: Int) -> (real: Double, imaginary: Double)? {
    var (real, imaginary, size) = (0.0, 0.0, 0.0)
    for age in 0..<knownCount - 1 {
      let late = phasors[slot(age) * lineCount + choice * Self.harmonics]
      let early = phasors[slot(age + 1) * lineCount + choice * Self.harmonics]
      real += late.real[lane] * early.real[lane] + late.imaginary[lane] * early.imaginary[lane]
      imaginary += late.imaginary[lane] * early.real[lane] - late.real[lane] * early.imaginary[lane]
      size += 2 * (late.power[lane] * early.power[lane]).squareRoot()
    }
    let length = hypot(real, imaginary)
    return size > 0 && length > Self.agreement * size ? (real / length, imaginary / length) : nil
  }

  /// How well blocks must agree on a turn: the length of their mean over the mean of their lengths.
  private static let agreement = 0.97

  private var lineCount: Int { Self.nominal.count * Self.harmonics }
  private var knownCount: Int { min(blocks, Self.remembered) }
  private func slot(_ age: Int) -> Int { (blocks - 1 - age) % Self.remembered }
}
