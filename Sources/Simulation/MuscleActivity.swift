internal import Glibc
internal import Signals

/// The electric signal of one contraction at one electrode, sample by sample from its start: the action potentials
/// of all units that fire, added up.
///
/// - Complexity: O(discharges × samples of a potential); constant memory, however long it lasts.
struct MuscleActivity: Sendable {
  /// Samples that are made at a time.
  private static let stride = 64

  /// Index of its first sample.
  let firstIndex: Int64
  /// How many samples it lasts.
  let count: Int64
  /// The EMG channel that sees it.
  private(set) var channel: Int
  /// RMS of that channel's rest when it begins, in volts.
  private(set) var rest: Double
  private let rate: Double
  private let potentials: SampledPotentials
  private var trains: [SpikeTrain]
  /// The next discharge of each train, in seconds.
  private var due: [Double] = []
  /// Samples that are made, and what reaches beyond them.
  private var signal: [Double]
  private var position: Int64 = 0
  private var gain = 1.0

  /// The signal of the contraction at `number` in `act`, at an electrode whose RMS of rest is `rest` volts then.
  ///
  /// The units of a muscle stay the same in all acts, and those that take part in all contractions of one act.
  /// A sustained contraction is scaled so that the expected RMS of its plateau, which by Campbell's theorem is the
  /// root of the sum over units of rate times energy of a potential, is what the act says. A volley has no
  /// plateau: it is measured.
  init(_ number: Int, of act: Act, rest: Double, rate: SampleRate, seed: Seed) {
    let contraction = act.contractions[number]
    let firing = contraction.firing
    let electrode = seed.part(.channel(contraction.channel))
    let part = seed.part(.act(act.number)).part(.channel(contraction.channel))
    var anatomy = electrode.generator(.muscle)
    let pool = MotorUnitPool(&anatomy)
    let ensemble = Ensemble(
      firing, of: pool, choice: part.generator(.muscle), seed: part.part(.contraction(number)))
    potentials = SampledPotentials(
      ensemble.members.map { pool.units[$0.unit].potential }, rate: rate.hertz)
    self.rate = rate.hertz
    self.rest = rest
    firstIndex = rate.index(nearest: Seconds(act.start + contraction.delay))
    count = Int64(rate.count(in: Seconds(firing.duration)))
    channel = contraction.channel
    trains = ensemble.members.map(\.train)
    signal = [Double](repeating: 0, count: Self.stride + potentials.length)
    for index in trains.indices { due.append(trains[index].next()) }
    let expected: Double
    if case .volley = firing {
      expected = rms
    } else {
      expected = zip(ensemble.members, potentials.energies).reduce(0) { $0 + $1.0.rate * $1.1 }.squareRoot()
    }
    gain = rest * pow(10, contraction.ratio / 20) / expected
  }

  /// Whether its last sample has been taken.
  var isOver: Bool { position >= count }

  /// Goes on to the recording's sample `index`, when the contraction began before that.
  mutating func skip(to index: Int64) {
    while firstIndex + position < index, !isOver { _ = next() }
  }

  /// The same at another electrode, whose rest has `rest` volts and which sees `gain` times as much of it.
  func shared(with channel: Int, gain: Double, rest: Double) -> MuscleActivity {
    var copy = self
    copy.channel = channel
    copy.rest = rest
    copy.gain *= gain
    return copy
  }

  /// The next value, in volts.
  mutating func next() -> Double {
    let place = Int(position % Int64(Self.stride))
    if place == 0 { makeSamples() }
    position += 1
    return gain * signal[place]
  }

  /// Makes the samples from `position` on.
  private mutating func makeSamples() {
    if position > 0 {
      let tail = potentials.length
      for index in 0..<tail { signal[index] = signal[Self.stride + index] }
      for index in tail..<tail + Self.stride { signal[index] = 0 }
    }
    let end = Double(position + Int64(Self.stride)) / rate
    let phases = Double(potentials.phases)
    for index in trains.indices {
      while due[index] < end {
        let fine = (due[index] * rate - Double(position)) * phases
        let steps = max(0, min(Int(fine), Self.stride * potentials.phases - 1))
        potentials.add(
          index, phase: steps % potentials.phases, to: &signal, at: steps / potentials.phases)
        due[index] = trains[index].next()
      }
    }
  }
}
