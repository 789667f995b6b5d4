internal import Signals

/// Turns what disturbs the electrodes into the artefacts of a truth.
struct DisturbanceTeller: Sendable {
  private let duration: Double
  private var artefacts: [SimulatedTruth.Artefact] = []
  private var levels: [Double]

  /// For a recording of `duration` by `wearable`.
  init(_ wearable: Wearable, duration: Seconds) {
    self.duration = duration.value
    levels = wearable.electrodes.map { _ in 1 }
    for (channel, electrode) in wearable.electrodes.enumerated() where electrode.rWave > 0 {
      add("ecg", 0..<self.duration, [channel], .init(name: "r_peak_uV", value: electrode.rWave * 1e6))
    }
  }

  /// Notes what `act` disturbs; acts come in the order of their starts.
  mutating func take(_ act: Act) {
    for disturbance in act.disturbances { take(disturbance, from: act.start) }
    guard act.kind == .surroundings else { return }
    for contraction in act.contractions {
      let start = act.start + contraction.delay
      add(
        "tone", start..<start + contraction.firing.sustained, [contraction.channel],
        .init(name: "snr_db", value: contraction.ratio))
    }
    for turn in act.turns where act.disturbances.isEmpty {
      let start = act.start + turn.delay
      add("movement_only", start..<start + turn.duration, Array(levels.indices))
    }
  }

  private mutating func take(_ disturbance: Disturbance, from start: Double) {
    let start = start + disturbance.delay
    let (span, channels) = (start..<start + disturbance.duration, [disturbance.channel])
    switch disturbance.kind {
    case .mains(let frequency, let strength, _):
      add(
        "mains_\(Int(frequency))Hz", span, channels,
        .init(name: "amp_x_rest_rms", value: strength * 2.0.squareRoot()))
    case .level(let factor):
      let gain = factor / levels[disturbance.channel]
      levels[disturbance.channel] = factor
      // It stays: the next one comes on top.
      add("baseline_step", start..<max(start, duration), channels, .init(name: "gain", value: gain))
    case .rail: add("rail", span, channels)
    case .flat: add("dropout", span, channels)
    case .pop(let height, _): add("pop", span, channels, .init(name: "peak_uV", value: height * 1e6))
    case .sway(let height): add("motion", span, channels, .init(name: "rms_uV", value: height * 1e6))
    }
  }

  private mutating func add(
    _ kind: String, _ span: Range<Double>, _ channels: [Int], _ size: SimulatedTruth.Artefact.Size? = nil
  ) {
    guard span.lowerBound < duration, span.upperBound > 0 else { return }
    artefacts.append(
      SimulatedTruth.Artefact(
        kind: kind, start: Seconds(max(0, span.lowerBound)), end: Seconds(min(duration, span.upperBound)),
        channels: channels, size: size))
  }

  /// All artefacts, those that are seen in `events` among them, in the order of their starts.
  func artefacts(with events: [SimulatedTruth.Event]) -> [SimulatedTruth.Artefact] {
    let saturations = events.compactMap { event in
      event.railed.map {
        SimulatedTruth.Artefact(kind: "saturation", start: $0.from, end: $0.to, channels: [event.channel])
      }
    }
    return (artefacts + saturations).sorted {
      ($0.start, $0.channels[0], $0.kind) < ($1.start, $1.channels[0], $1.kind)
    }
  }
}
