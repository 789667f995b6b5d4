import EpisodeRecorder
import Events
import Fixtures
import Foundation
import Monitoring
import Signals
import SpasmDetection

/// A recording that was kept as a session, for tests.
struct RecordedSession {
  let root: TemporaryFolder
  let folder: SessionFolder
  /// The event lines as they were emitted.
  let lines: [String]

  /// Records all that `source` delivers.
  init(
    _ source: any BlockSource, preset: Preset = Preset.all[0],
    change: (inout SessionRecorder.Settings) -> Void = { _ in }
  ) throws {
    root = try TemporaryFolder()
    var settings = SessionRecorder.Settings(
      source: "a test", device: source.description.format,
      started: WallTime(iso8601: source.description.started ?? "")
        ?? WallTime(unixSeconds: 1_790_000_000, offset: 3600),
      preset: preset.name, parameters: [:], software: "SpasmKit tests", clock: { 0 })
    settings.syncsInBackground = false
    change(&settings)
    let recorder = try SessionRecorder(in: root.path, streams: source.description.streams, settings: settings)
    folder = recorder.folder
    var lines: [String] = []
    let writer = EventLineWriter(streams: source.description.streams)
    recorder.onHealth = { lines.append(String(decoding: writer.line($0), as: UTF8.self)) }
    var replay = Replay(source, name: "a test", preset: preset)
    replay.sink = recorder
    try replay.run { event in
      recorder.take(event)
      lines.append(String(decoding: writer.line(event), as: UTF8.self))
    }
    try recorder.close()
    self.lines = lines
  }

  /// The event lines of a replay of the session.
  func replayed(preset: Preset = Preset.all[0]) throws -> [String] {
    let source = try SessionSource(path: folder.path)
    let writer = EventLineWriter(streams: source.description.streams)
    var lines: [String] = []
    try Replay(source, name: "a test", preset: preset).run {
      lines.append(String(decoding: writer.line($0), as: UTF8.self))
    }
    return lines
  }

  /// The lines that must not depend on how samples came.
  static func contract(_ lines: [String]) -> [String] {
    let types = ["onset", "spasm", "episode", "bout", "gap", "quality", "floor", "summary"]
    return lines.filter { line in types.contains { line.hasPrefix("{\"type\":\"\($0)\"") } }
  }
}
