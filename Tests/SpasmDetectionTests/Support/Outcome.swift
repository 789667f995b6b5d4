import Events
import Signals

@testable import SpasmDetection

/// What a pipeline said of a recording.
struct Outcome {
  private(set) var events: [Event] = []
  /// What is known of the electrode sites at the end.
  private(set) var sites: [SiteMemory?] = []

  /// A live call and when it was made.
  struct Call: Hashable {
    var state: SpasmState
    var onset: Seconds
    var at: Seconds
  }

  /// Plays `recording` block by block, motion first: the muscle in blocks of `chunk` frames, or of 0.1 s.
  init(
    _ recording: Recording, preset: String = "limb", chunk: Int? = nil, announced: [Int64?] = [],
    sites: [SiteMemory?] = []
  ) {
    let blocks = recording.tracks.enumerated().flatMap { position, track in
      let isMuscle = track.description.kind == .emg
      let size = (isMuscle ? chunk : nil) ?? track.description.rate.count(in: 0.1)
      return track.blocks(stream: position) { size }
    }
    let inOrder = blocks.sorted { left, right in
      let (first, second) = (recording.end(of: left), recording.end(of: right))
      return first != second ? first < second : left.stream > right.stream
    }
    self.init(recording.streams, blocks: inOrder, preset: preset, announced: announced, sites: sites)
  }

  /// What is said of signals made from seeds, all played at once as the channels of one recording.
  static func ofChannels(
    _ seeds: ClosedRange<UInt64>, preset: String = "limb", _ make: (UInt64) -> MuscleSignal
  ) -> [Outcome] {
    let whole = Outcome(Recording(seeds.map(make)), preset: preset)
    return seeds.indices.enumerated().map { channel, _ in whole.channel(channel) }
  }

  /// Plays `blocks` in their order.
  init(
    _ streams: [StreamDescription], blocks: [Block], preset: String = "limb", announced: [Int64?] = [],
    sites: [SiteMemory?] = []
  ) {
    let preset = Preset.named(preset) ?? Preset.all[0]
    let longest = blocks.map { Double($0.frameCount) / streams[$0.stream].rate.hertz }.max() ?? 0
    var pipeline = Pipeline(
      streams: streams, parameters: preset.parameters, legMovements: preset.legMovements,
      lead: Seconds(longest + 2), sites: sites)
    var events: [Event] = []
    for block in blocks { pipeline.process(block) { events.append($0) } }
    pipeline.finish(announced: announced) { events.append($0) }
    self.events = events
    self.sites = pipeline.sites
  }

  /// The lines of the event log.
  func lines(_ streams: [StreamDescription]) -> [String] {
    let writer = EventLineWriter(streams: streams)
    return events.map { String(decoding: writer.line($0), as: UTF8.self) }
  }

  var episodes: [Episode] {
    events.compactMap { if case .episode(let episode) = $0.body { episode } else { nil } }
  }
  var kinds: [Episode.Kind] { episodes.map(\.kind) }
  var spasms: [Episode] { episodes.filter { $0.kind == .spasm } }
  var calls: [Call] {
    events.compactMap { event in
      if case .spasm(let state, let onset) = event.body {
        Call(state: state, onset: onset, at: event.at)
      } else {
        nil
      }
    }
  }
  var floors: [(at: Seconds, report: FloorReport)] {
    events.compactMap { if case .floor(let report) = $0.body { ($0.at, report) } else { nil } }
  }
  var qualities: [(at: Seconds, quality: Quality)] {
    events.compactMap { if case .quality(let quality) = $0.body { ($0.at, quality) } else { nil } }
  }
  /// What is wrong with the signal, beside that rest has to be learnt first.
  var troubles: [(at: Seconds, quality: Quality)] {
    qualities.filter { $0.quality.condition != .learning }
  }
  var gaps: [Gap] { events.compactMap { if case .gap(let gap) = $0.body { gap } else { nil } } }
  var bouts: [(at: Seconds, bout: Bout)] {
    events.compactMap { if case .bout(let bout) = $0.body { ($0.at, bout) } else { nil } }
  }
  var summary: Summary? { if case .summary(let summary) = events.last?.body { summary } else { nil } }

  /// When a condition was said to be there, or over.
  func said(_ condition: Quality.Condition, present: Bool = true) -> [(at: Seconds, value: Double?)] {
    qualities.filter { $0.quality.condition == condition && $0.quality.present == present }
      .map { ($0.at, $0.quality.value) }
  }

  /// What is said of one channel.
  func channel(_ channel: Int) -> Outcome {
    var part = self
    part.events.removeAll { $0.channel != channel }
    return part
  }
}

extension Recording {
  /// When the last frame of a block ends.
  func end(of block: Block) -> Seconds { tracks[block.stream].description.rate.time(of: block.endIndex) }
}
