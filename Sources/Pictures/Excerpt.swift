public import Events
public import Signals
public import SpasmDetection

/// A stretch of one EMG channel, gathered while a recording is replayed: what a picture is drawn from.
///
/// It takes the blocks of the recording, the readings of the channel and the events, each in its order, and keeps
/// what falls into its stretch. Memory is fixed: extremes of columns, however long the stretch is.
public struct Excerpt: Sendable {
  /// The stretch of time.
  public let span: ClosedRange<Seconds>
  /// The EMG channel, counted over all EMG channels.
  public let channel: Int
  /// The name of the channel.
  public let label: String
  /// `µV` or `counts`.
  public let unit: String

  let stream: Int
  private let position: Int
  private let rate: SampleRate
  private let description: ChannelDescription
  private let factor: Double
  private var lastReading: Seconds?

  /// The raw signal, in ``unit``.
  public private(set) var raw: Columns
  /// RMS of the fast and the medium window, of rest and of the thresholds, in ``unit``.
  private(set) var fast: Columns
  private(set) var medium: Columns
  private(set) var rest: Columns
  private(set) var fastOn: Columns
  private(set) var mediumOn: Columns
  private(set) var off: Columns
  /// Motion in g, and the turn of the posture in degrees.
  private(set) var motion: Columns
  private(set) var posture: Columns
  /// Column by column, all that was wrong in it.
  private(set) var flaws: [ChannelReading.Flaws]
  /// Column by column, how far the detector had come at most: nil where it judged nothing.
  private(set) var stages: [Stage?]
  /// Episodes and live calls that touch the stretch.
  public private(set) var episodes: [Episode] = []
  private(set) var calls: [Call] = []

  /// How far the detector has come, in rising order.
  enum Stage: Int, Comparable, Sendable {
    case resting, learning, active, spasm
    static func < (left: Stage, right: Stage) -> Bool { left.rawValue < right.rawValue }
  }

  /// A live call.
  struct Call: Sendable {
    var at: Seconds
    var onset: Seconds
    var isWithdrawal: Bool
  }

  /// An empty stretch of EMG channel `channel` of a source with these streams; nil where there is no such channel.
  ///
  /// `columns` is the most that a trace has; there are never more than samples, or hops, to fill them. Times
  /// before the first sample are cut off.
  public init?(
    of channel: Int, in streams: [StreamDescription], span: ClosedRange<Seconds>, columns: Int = 960
  ) {
    var first = 0
    guard
      let stream = streams.indices.first(where: { index in
        guard streams[index].kind == .emg else { return false }
        if (first..<first + streams[index].channels.count).contains(channel) { return true }
        first += streams[index].channels.count
        return false
      })
    else { return nil }
    self.stream = stream
    self.channel = channel
    position = channel - first
    let start = max(0, span.lowerBound)
    self.span = start...max(span.upperBound, start + streams[stream].rate.period)
    rate = streams[stream].rate
    description = streams[stream].channels[position]
    label = description.label
    unit = streams[stream].unit == .volt ? "\u{B5}V" : "counts"
    factor = streams[stream].unit == .volt ? 1e6 : 1
    let length = self.span.upperBound - start
    let hops = Int((length / Self.hop).rounded(.up))
    let fine = Columns(span: self.span, count: min(columns, rate.count(in: length)))
    let coarse = Columns(span: self.span, count: max(1, min(columns, hops)))
    raw = fine
    (fast, medium, rest, fastOn, mediumOn, off) = (coarse, coarse, coarse, coarse, coarse, coarse)
    (motion, posture) = (coarse, coarse)
    flaws = Array(repeating: [], count: coarse.extremes.count)
    stages = Array(repeating: nil, count: coarse.extremes.count)
  }

  /// What a hop spans; a shorter one only fills columns more than once.
  private static let hop: Seconds = 0.01

  /// Whether the stretch wants anything of a block or a reading that ends at `time`.
  public func wants(_ time: Seconds) -> Bool {
    // Readings come later than samples, by what the detector waits for before it judges.
    time >= span.lowerBound && time <= span.upperBound + 1
  }

  /// Takes a block of any stream of the source.
  public mutating func take(_ block: borrowing Block) {
    guard block.stream == stream else { return }
    for frame in 0..<block.frameCount {
      let value = block.samples[frame * block.channelCount + position]
      if value == Block.missing { continue }
      raw.take(description.physical(value) * factor, at: rate.time(of: block.firstIndex + Int64(frame)))
    }
  }

  /// Takes what the detector made of the channel; the same reading twice counts once.
  public mutating func take(_ reading: ChannelReading) {
    if let lastReading, reading.time <= lastReading { return }
    lastReading = reading.time
    // A reading is valid for the hop before its time.
    let time = reading.time - Self.hop / 2
    guard let column = fast.column(at: time) else { return }
    if let value = reading.fast { fast.take(value, at: time) }
    if let value = reading.medium { medium.take(value, at: time) }
    if let value = reading.rest { rest.take(value, at: time) }
    if let limits = reading.limits {
      fastOn.take(limits.fastOn, at: time)
      mediumOn.take(limits.mediumOn, at: time)
      off.take(limits.off, at: time)
    }
    if let value = reading.motion { motion.take(value.value, at: time) }
    if let value = reading.posture { posture.take(value.value, at: time) }
    flaws[column].formUnion(reading.flaws)
    let stage: Stage =
      switch reading.state {
      case .learning: .learning
      case .resting: .resting
      case .active: .active
      case .spasm: .spasm
      }
    stages[column] = max(stages[column] ?? stage, stage)
  }

  /// Takes an event; those of other channels and times are passed over.
  public mutating func take(_ event: Event) {
    guard event.channel == channel else { return }
    switch event.body {
    case .episode(let episode):
      if episode.offset >= span.lowerBound, episode.onset <= span.upperBound { episodes.append(episode) }
    case .spasm(let state, let onset) where state != .ongoing:
      if span.contains(event.at) {
        calls.append(Call(at: event.at, onset: onset, isWithdrawal: state == .withdrawn))
      }
    default: break
    }
  }
}
