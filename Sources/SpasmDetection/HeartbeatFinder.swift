internal import Glibc
internal import Signals

/// Finds a heartbeat in one channel by its band, its shape and its rhythm, and says where the beats are.
///
/// A QRS complex is a bump in the 8 to 24 Hz band whose energy there rivals its energy in the muscle's band,
/// where a twitch has little below 24 Hz. Bumps that come at intervals of 0.33 to 1.5 s, each near the median of
/// the last, are a heart. Three or five regular intervals convince, by whether a heart is expected.
struct HeartbeatFinder: Sendable {
  private let smoothing: Int
  private let refractory: Int64
  private let shortest: Int64
  private let longest: Int64
  private let wanted: Int
  private let noiseStep: Float
  private var noise: Float = 0
  private var isRising = false
  private var top: (value: Float, hop: Int64, muscle: Float) = (0, 0, 0)
  private var lastBeat: Int64 = .min / 2
  private var peaks: [Float] = []
  private var intervals: [Int64] = []

  /// How many past beats the rhythm is judged by.
  private static let remembered = 8

  /// Whether a rhythm is established.
  private(set) var isPresent = false

  init(design: BandDesign, parameters: DetectionParameters) {
    smoothing = design.hops(in: 0.08)
    refractory = Int64(design.hops(in: 0.3))
    shortest = Int64(design.hops(in: 0.33))
    longest = Int64(design.hops(in: 1.5))
    wanted = parameters.heartbeatExpected.value >= 0.5 ? 4 : 8
    noiseStep = Float(design.hop / 3)
    peaks.reserveCapacity(Self.remembered + 1)
    intervals.reserveCapacity(Self.remembered + 1)
  }

  /// The median interval as beats a minute.
  func rate(hop: Seconds) -> Double {
    guard let interval = median(intervals) else { return 0 }
    return 60 / (Double(interval) * hop.value)
  }

  /// Takes the newest hop of `track`; gives the hop of a beat of an established rhythm when one has just passed.
  mutating func take(newest hop: Int64, of track: borrowing HopTrack) -> Int64? {
    let range = track.held(hop + 1 - Int64(smoothing)..<hop + 1)
    var (heart, muscle): (Float, Float) = (0, 0)
    for position in range {
      let record = track.hops[position]
      guard record.flaws.isDisjoint(with: .unsound) else { return nil }
      heart += record.heart
      muscle += record.power
    }
    heart /= Float(smoothing)
    muscle /= Float(smoothing)
    // The bump's floor: rises slowly, so that bumps leave it alone, and falls at once.
    noise = noise == 0 ? heart : heart < noise ? noise + (heart - noise) * 0.2 : noise * (1 + noiseStep)
    defer { lookForMissed(at: hop) }
    if heart > top.value {
      top = (heart, hop, muscle)
      isRising = true
    } else if isRising, heart < top.value * 0.5 {
      isRising = false
      let peak = top
      top.value = heart
      return accept(peak: peak.value, at: peak.hop - Int64(smoothing / 2), muscle: peak.muscle)
    } else if !isRising {
      top.value = heart
    }
    return nil
  }

  private mutating func accept(peak: Float, at hop: Int64, muscle: Float) -> Int64? {
    guard peak > (isPresent ? 3 : 6) * noise, peak > 0.3 * muscle, hop - lastBeat >= refractory else {
      return nil
    }
    if let usual = median(peaks), peak < 0.2 * usual { return nil }
    let interval = hop - lastBeat
    if isPresent, let usual = median(intervals) {
      // A bump off the rhythm is something else, unless it begins a new one after a pause.
      let periods = max(1, (Double(interval) / Double(usual)).rounded())
      let deviation = abs(Double(interval) / periods / Double(usual) - 1)
      guard deviation < 0.25, periods <= 5 else { return nil }
      if let height = median(peaks), peak > 6 * height { return nil }
      note(peak: peak, interval: periods == 1 ? interval : usual, at: hop)
      return hop
    }
    if interval < shortest || interval > longest {
      peaks.removeAll(keepingCapacity: true)
      intervals.removeAll(keepingCapacity: true)
      lastBeat = hop
      return nil
    }
    note(peak: peak, interval: interval, at: hop)
    isPresent = isRegular
    return isPresent ? hop : nil
  }

  private mutating func note(peak: Float, interval: Int64, at hop: Int64) {
    if peaks.count == Self.remembered { peaks.removeFirst() }
    if intervals.count == Self.remembered { intervals.removeFirst() }
    peaks.append(peak)
    intervals.append(interval)
    lastBeat = hop
  }

  private var isRegular: Bool {
    guard intervals.count >= wanted, let interval = median(intervals), let height = median(peaks) else {
      return false
    }
    let newest = intervals.suffix(wanted)
    return newest.allSatisfy { abs(Double($0) / Double(interval) - 1) < 0.15 }
      && peaks.suffix(wanted).allSatisfy { $0 < 2.5 * height && $0 > 0.4 * height }
  }

  /// Gives the rhythm up after ten silent periods: a contraction may drown the heart for a while.
  private mutating func lookForMissed(at hop: Int64) {
    guard isPresent, let interval = median(intervals), hop - lastBeat > 10 * interval else { return }
    isPresent = false
    peaks.removeAll(keepingCapacity: true)
    intervals.removeAll(keepingCapacity: true)
  }

  private func median<Value: Comparable>(_ values: [Value]) -> Value? {
    guard !values.isEmpty else { return nil }
    // At most eight values: counting ranks needs no sorted copy.
    for candidate in values {
      let below = values.reduce(0) { $0 + ($1 < candidate ? 1 : 0) }
      let equal = values.reduce(0) { $0 + ($1 == candidate ? 1 : 0) }
      if below <= values.count / 2, below + equal > values.count / 2 { return candidate }
    }
    return nil
  }
}
