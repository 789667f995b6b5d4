public import Events
public import Signals

/// Gathers the events of one recording, and tells a person what was found.
///
/// Memory grows with the number of episodes, not with the length of the recording.
public struct ReplayReport: Sendable {
  let source: SourceDescription
  let labels: [String]
  private(set) var header: RecordingHeader?
  private(set) var episodes: [RecordedEpisode] = []
  private(set) var bouts: [(channel: Int?, bout: Bout)] = []
  private(set) var notes: [Annotation] = []
  private(set) var troubles: [SignalTrouble] = []
  private(set) var summary: Summary?
  /// Live calls that were taken back.
  private(set) var withdrawn = 0
  /// Damage of the recording, a line each.
  public var damage: [String] = []

  /// A report on a source that has seen nothing.
  public init(source: SourceDescription) {
    self.source = source
    labels = source.streams.filter { $0.kind == .emg }.flatMap { $0.channels.map(\.label) }
  }

  /// Takes the next event.
  public mutating func take(_ event: Event) {
    switch event.body {
    case .recording(let header): self.header = header
    case .onset, .floor, .health, .device: break
    case .spasm(let state, _): if state == .withdrawn { withdrawn += 1 }
    case .episode(let episode):
      episodes.append(RecordedEpisode(channel: event.channel ?? 0, episode: episode))
    case .bout(let bout): bouts.append((event.channel, bout))
    case .gap(let gap): take(gap, of: event.stream ?? 0)
    case .quality(let quality): take(quality, channel: event.channel ?? 0, at: event.at)
    case .note(let annotation): notes.append(annotation)
    case .summary(let summary):
      self.summary = summary
      // They were told in the order in which they were settled; a person reads from the start.
      episodes.sort { ($0.episode.onset, $0.channel) < ($1.episode.onset, $1.channel) }
    }
  }

  private mutating func take(_ gap: Gap, of stream: Int) {
    guard source.streams.indices.contains(stream) else { return }
    let rate = source.streams[stream].rate
    troubles.append(
      SignalTrouble(
        place: streamName(stream), channels: channels(of: stream), words: "absent: \(gap.cause.words)",
        cause: .gap, start: rate.time(of: gap.firstIndex),
        end: rate.time(of: gap.firstIndex + gap.count)))
  }

  private mutating func take(_ quality: Quality, channel: Int, at time: Seconds) {
    let condition = quality.condition
    let value = quality.value.map { ", \(fixedText($0, decimals: 0)) \(condition.unit)" } ?? ""
    if quality.present {
      troubles.append(
        SignalTrouble(
          place: labels.indices.contains(channel) ? labels[channel] : "channel \(channel)",
          channels: [channel],
          words: condition.words + value, cause: .condition(condition), start: time, end: nil))
    } else if let open = troubles.lastIndex(where: {
      $0.end == nil && $0.channels == [channel] && $0.cause == .condition(condition)
    }) {
      troubles[open].end = time
    }
  }

  /// The troubles that say something of their own, in the order of their starts.
  var ownTroubles: [SignalTrouble] {
    let gaps = troubles.filter { $0.cause == .gap }
    return troubles.filter { trouble in !trouble.isUsual && !gaps.contains(where: trouble.isImplied) }.sorted
    {
      $0.start < $1.start
    }
  }

  /// The EMG channels of a stream, counted over all EMG channels.
  private func channels(of stream: Int) -> [Int] {
    guard source.streams[stream].kind == .emg else { return [] }
    let before = source.streams[..<stream].filter { $0.kind == .emg }.map(\.channels.count).reduce(0, +)
    return Array(before..<before + source.streams[stream].channels.count)
  }

  /// What a stream is called: its kind, and its number where there are several of the kind.
  func streamName(_ stream: Int) -> String {
    let kind = source.streams[stream].kind
    let alike = source.streams.indices.filter { source.streams[$0].kind == kind }
    let number = alike.count > 1 ? alike.firstIndex(of: stream).map { " \($0 + 1)" } ?? "" : ""
    return kind.words + number
  }
}

extension StreamKind {
  /// What it measures, in words.
  var words: String {
    switch self {
    case .emg: "muscle"
    case .accelerometer: "acceleration"
    case .gyroscope: "rotation"
    }
  }
}
