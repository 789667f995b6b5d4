public import EpisodeRecorder
internal import Events
internal import Signals
public import SpasmDetection

/// What another set of rules makes of a session, beside what was said when it was recorded.
public struct Relabelling {
  /// What was said before, and what is said now.
  public let before: [LoggedEpisode]
  public let after: [LoggedEpisode]
  public let difference: EpisodeDifference
  /// What limits the comparison, in lines.
  public let remarks: [String]

  /// Plays the session in `folder` through the rules of `preset`.
  ///
  /// - Throws: ``SessionError`` and what reading a recording throws.
  public init(_ folder: SessionFolder, preset: Preset) throws {
    let source = try SessionSource(path: folder.path)
    let writer = EventLineWriter(streams: source.description.streams)
    var lines: [[UInt8]] = []
    var replay = Replay(source, name: folder.path, preset: preset)
    replay.sites = try SiteFile(path: folder.sites).known(of: source.description.streams).sites
    try replay.run { event in
      if case .episode = event.body { lines.append(writer.line(event)) }
    }
    let log = try EventLog(path: folder.events)
    before = log.episodes
    after = LoggedEpisode.all(in: lines)
    difference = EpisodeDifference(from: before, to: after)
    let description = SessionReading(folder).description
    remarks =
      (description?.mode == .episodes
        ? [
          "only episodes were kept: rest is learnt anew in each stretch, so that differences need not be the rules'"
        ] : [])
      + source.damage
  }

  /// The rules that a session was recorded with; nil where its preset is not known any more.
  ///
  /// - Throws: ``ParameterError`` where a value is out of today's range.
  public static func rules(of description: SessionDescription) throws -> Preset? {
    guard var preset = Preset.all.first(where: { $0.name == description.preset }) else { return nil }
    let known = Set(preset.parameters.values.map(\.name))
    for (name, value) in description.parameters.sorted(by: { $0.key < $1.key }) where known.contains(name) {
      try preset.parameters.set(name, to: value)
    }
    return preset
  }
}
