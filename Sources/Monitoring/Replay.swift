public import Events
public import RecordingFormats
public import Signals
public import SpasmDetection

/// A recording on its way through the pipeline, from its first sample to its summary.
public struct Replay {
  private let source: any BlockSource
  private let preset: Preset
  private let name: String
  private let chunk: Int?
  /// What is known of the electrode sites, by EMG channel.
  public var sites: [SiteMemory?] = []
  /// Called before a block of muscle is processed, with the time of its end: the place to wait when a recording
  /// is played at its own speed, or to draw progress; what it throws ends the replay.
  ///
  /// Without muscle it is called for motion; with it not, because motion comes ahead of its time.
  public var beforeBlock: ((Seconds) throws -> Void)?
  /// What keeps the samples that are processed.
  public var sink: (any BlockSink)?
  /// Asked before each block whether to stop; then what came is brought to its end as if the source had ended.
  public var isStopped: () -> Bool = { false }
  /// Called when a live source has had nothing for some time.
  public var whenIdle: () -> Void = {}
  /// Called after a block was processed: the place to read what the detector makes of a channel.
  ///
  /// It is handed the block and the pipeline that took it; with blocks of one hop every hop can be read.
  public var afterBlock: ((borrowing Block, borrowing Pipeline) throws -> Void)?

  /// A replay of `source`, called `name`, with the parameters of `preset`.
  ///
  /// `chunk` regroups the muscle's samples into blocks of so many frames, which changes no event.
  public init(_ source: any BlockSource, name: String, preset: Preset, chunk: Int? = nil) {
    self.source = source
    self.name = name
    self.preset = preset
    self.chunk = chunk
  }

  /// The first event of the replay: what is followed and how.
  public var header: Event {
    let description = source.description
    return Event(
      at: 0,
      .recording(
        RecordingHeader(
          source: printable(name, limit: 400), started: description.started, preset: preset.name,
          subject: preset.subject, parameters: preset.values, streams: description.streams)))
  }

  /// Plays the recording and emits its events, the header first and the summary last; returns what is known of the
  /// sites by then.
  ///
  /// - Throws: what the source or ``beforeBlock`` throws; events up to there have been emitted. Before the first of
  ///   them, what ``check()`` throws.
  @discardableResult
  public func run(emit: (Event) -> Void) throws -> [SiteMemory?] {
    let streams = source.description.streams
    try check()
    emit(header)
    var pipeline = Pipeline(
      streams: streams, parameters: preset.parameters, legMovements: preset.legMovements,
      lead: lead(of: streams), sites: sites)
    var rechunker = Rechunker(streams: streams, frames: chunk)
    var block = Block()
    let holdsMuscle = streams.contains { $0.kind == .emg }
    func deliver(_ block: borrowing Block) throws {
      let stream = streams[block.stream]
      if stream.kind == .emg || !holdsMuscle { try beforeBlock?(stream.rate.time(of: block.endIndex)) }
      if let sink {
        let given = pipeline.end(of: block.stream) - block.firstIndex
        sink.take(
          block, from: Int(min(max(0, given), Int64(block.frameCount))),
          cause: pipeline.gapCause(before: block))
      }
      pipeline.process(block, emit: emit)
      if let sink {
        for motion in streams.indices where streams[motion].kind != .emg {
          sink.giveUp(stream: motion, before: pipeline.givenUp(of: motion))
        }
      }
      try afterBlock?(block, pipeline)
    }
    var announced = source.description.announcedFrames
    loop: while true {
      if isStopped() {
        // What was left out at will is not missing.
        announced = []
        break
      }
      switch try source.next(into: &block) {
      case .block: try rechunker.take(block, isMuscle: streams[block.stream].kind == .emg, deliver)
      case .annotation(let annotation):
        try rechunker.flush(deliver)
        sink?.take(annotation)
        pipeline.note(annotation)
      case .news(let news):
        let front = zip(streams.indices, streams).map { $1.rate.time(of: pipeline.end(of: $0)) }.max() ?? 0
        emit(Event(at: front, news.body))
      case .idle: whenIdle()
      case .end: break loop
      }
    }
    try rechunker.flush(deliver)
    pipeline.finish(announced: announced, emit: emit)
    return pipeline.sites
  }

  /// Makes sure that the preset can judge what the source delivers.
  ///
  /// - Throws: ``RecordingError`` for muscle whose size is unknown, where the preset's rules are in microvolts.
  public func check() throws(RecordingError) {
    let streams = source.description.streams
    guard preset.legMovements != nil, let unfit = streams.first(where: { !LegMovementRules.canScore($0) })
    else { return }
    throw RecordingError(
      .malformed, path: name, place: unfit.channels.map(\.label).joined(separator: ", "),
      reason: "preset '\(preset.name)' scores in microvolts, and the size of these values is not known; "
        + "--unit tells it for a text")
  }

  /// How far motion may run ahead: what a regrouped block of muscle spans, and the second of the source.
  private func lead(of streams: [StreamDescription]) -> Seconds {
    let slowest = streams.filter { $0.kind == .emg }.map(\.rate.period).max() ?? 0
    // A block holds one frame at least, however slow its stream.
    return max(min(slowest * Double(chunk ?? 0), Rechunker.longest), slowest) + 3
  }
}

extension DeviceNews {
  /// The event that tells it.
  fileprivate var body: Event.Body {
    switch self {
    case .linkLost(let reason): .health(Health(.linkLost, detail: reason))
    case .linkBack: .health(Health(.linkBack))
    case .state(let state): .device(state)
    }
  }
}
