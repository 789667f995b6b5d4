import ArgumentParser
import EpisodeRecorder
import Foundation
import Monitoring
import Settings
import Signals
import SpasmDetection

extension KeepingArguments {
  /// The folder that sessions are kept in; the library's is made where it is not there.
  func sessions(_ settings: LiveSettings) throws -> String {
    if let to {
      var isFolder = ObjCBool(false)
      guard FileManager.default.fileExists(atPath: to, isDirectory: &isFolder), isFolder.boolValue else {
        throw SessionError(.absent, path: to, reason: "is no folder; make it first")
      }
      return SessionFolder(path: to).path
    }
    let library = settings.libraryFolder
    try library.create()
    return library.sessions
  }

  /// What a session of this source is.
  func settings(
    of source: SourceDescription, name: String, preset: Preset, _ told: LiveSettings, clock: MonitorClock
  ) -> SessionRecorder.Settings {
    let values = preset.values.map { ($0.name, $0.value) }
    var settings = SessionRecorder.Settings(
      source: name, device: source.format,
      started: source.started.flatMap(WallTime.init(iso8601:)) ?? .now(), preset: preset.name,
      parameters: Dictionary(values) { $1 }, software: "SpasmKit \(Spasm.configuration.version)",
      clock: { clock.elapsed().value })
    settings.mode = told.keepsEpisodesOnly ? .episodes : .continuous
    settings.preRoll = told.preRoll
    settings.postRoll = told.postRoll
    settings.partLength = told.partLength
    return settings
  }

  /// Begins a session of a wearable, and keeps with it what it begins with.
  func begin(
    _ source: SourceDescription, name: String, preset: Preset, sites: [SiteMemory?], in sessions: String,
    _ told: LiveSettings, clock: MonitorClock
  ) throws -> SessionRecorder {
    let recorder = try SessionRecorder(
      in: sessions, streams: source.streams,
      settings: settings(of: source, name: name, preset: preset, told, clock: clock))
    if sites.contains(where: { $0 != nil }) {
      // A replay begins with what this begins with.
      try SiteFile(path: recorder.folder.sites).keep(sites, of: source.streams)
    }
    return recorder
  }
}
