internal import Scoring
internal import Signals
internal import SpasmDetection

/// Finds with hindsight where the true spasms and twitches of a recording begin, in a pass of its own.
///
/// Memory is that of the events under way, eleven seconds each, whatever the recording's length.
struct OfflineOnsets {
  /// One event, and the filtered samples about it, from `first` on.
  struct Window {
    var event: Truth.Event
    var place: OfflineOnset
    var channel: Int
    var first: Int64
    var end: Int64
    var samples: [Float] = []
  }

  private let truth: Truth
  private let parameters: DetectionParameters
  /// The onsets found, in seconds, by their true event.
  private(set) var onsets: [Truth.Event: Double] = [:]
  /// How many were sought.
  private(set) var soughtCount = 0

  /// A search for the events of `truth`, in the band of a detection's parameters.
  init(_ truth: Truth, parameters: DetectionParameters) {
    self.truth = truth
    self.parameters = parameters
  }

  /// Goes through the recording.
  ///
  /// - Throws: what the source throws.
  mutating func run(through source: any BlockSource) throws {
    let streams = source.description.streams
    var bands = streams.map { stream in
      stream.kind == .emg ? MuscleBand(stream, parameters: parameters, mains: mains) : nil
    }
    var waiting = windows(streams, bands)
    var block = Block()
    while true {
      switch try source.next(into: &block) {
      case .annotation, .news, .idle: continue
      case .end: return
      case .block:
        guard var band = bands[block.stream] else { continue }
        bands[block.stream] = nil
        band.take(block)
        take(block, band, streams[block.stream].rate, &waiting[block.stream])
        bands[block.stream] = band
      }
    }
  }

  /// The frequency of the hum that the truth tells of.
  private var mains: Hertz? {
    let names = truth.artefacts.map(\.kind).filter { $0.hasPrefix("mains_") }
    return names.contains("mains_60Hz") ? 60 : names.isEmpty ? nil : 50
  }

  /// The windows of each stream, the last to come first.
  private mutating func windows(_ streams: [StreamDescription], _ bands: [MuscleBand?]) -> [[Window]] {
    var windows: [[Window]] = []
    // Channels are counted over all streams of muscle.
    var firstChannel = 0
    for (stream, band) in zip(streams, bands) {
      let channels = firstChannel..<firstChannel + (band == nil ? 0 : stream.channels.count)
      firstChannel = channels.upperBound
      let delay = band?.delay ?? 0
      let events = truth.events.filter { event in
        channels.contains(event.channel) && !event.ignored && ["spasm", "twitch"].contains(event.kind)
      }
      soughtCount += events.count
      windows.append(
        events.compactMap { event in
          OfflineOnset(of: event, in: truth).map { place in
            Window(
              event: event, place: place, channel: event.channel - channels.lowerBound,
              first: stream.rate.index(nearest: Seconds(place.span.lowerBound) + delay),
              end: stream.rate.index(nearest: Seconds(place.span.upperBound) + delay))
          }
        }.sorted { $0.first > $1.first })
    }
    return windows
  }

  /// Hands a filtered block to the windows it reaches, and closes those that it ends.
  private mutating func take(
    _ block: borrowing Block, _ band: MuscleBand, _ rate: SampleRate, _ waiting: inout [Window]
  ) {
    var place = waiting.endIndex
    while place > 0, waiting[place - 1].first < block.endIndex {
      place -= 1
      waiting[place].take(block, band.samples)
      guard waiting[place].end <= block.endIndex else { continue }
      let window = waiting.remove(at: place)
      if let onset = window.onset(rate, delay: band.delay) { onsets[window.event] = onset.value }
    }
  }
}

extension OfflineOnsets.Window {
  /// Takes what it needs of a block, filtered; what never comes stays not a number.
  fileprivate mutating func take(_ block: borrowing Block, _ filtered: [Float]) {
    if samples.isEmpty { samples = Array(repeating: .nan, count: Int(end - first)) }
    let (from, to) = (max(first, block.firstIndex), min(end, block.endIndex))
    guard from < to else { return }
    for index in from..<to {
      samples[Int(index - first)] = filtered[Int(index - block.firstIndex) * block.channelCount + channel]
    }
  }

  /// The onset; nil where samples are missing or nothing rises over rest.
  fileprivate func onset(_ rate: SampleRate, delay: Seconds) -> Seconds? {
    func stretch(_ span: ClosedRange<Double>) -> ArraySlice<Float> {
      let bounds = [span.lowerBound, span.upperBound].map { bound in
        min(samples.count, max(0, Int(rate.index(nearest: Seconds(bound) + delay) - first)))
      }
      return samples[bounds[0]..<max(bounds[0], bounds[1])]
    }
    let quiet = place.rest.flatMap(stretch).filter { !$0.isNaN }
    let search = stretch(place.search)
    let power = quiet.reduce(0) { $0 + Double($1) * Double($1) } / Double(max(1, quiet.count))
    guard power > 0, !search.contains(where: \.isNaN),
      let rise = Rise(in: search, rest: power, rate: rate.hertz)
    else { return nil }
    let start = rate.time(of: first + Int64(search.startIndex))
    return start + rate.period * rise.detectable - delay
  }
}
