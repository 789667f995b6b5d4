import ArgumentParser
import EpisodeRecorder
import Foundation
import Monitoring
import Settings
import Signals
import SpasmDetection

/// Which part of which session a wearable has.
struct SessionPlace {
  enum Part {
    /// The first, in a new session in this folder, which so many others follow.
    case first(sessions: String, companions: Int)
    /// A further one, counted from 2.
    case companion(Int, of: SessionRecorder)
  }

  var part: Part
  /// Whether samples come as fast as they were measured, so that clocks can be held against each other.
  var isAtPaceOfLife: Bool
}

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

  /// Begins a session of a wearable, or its part in that of the `first`, and keeps with it what it begins with.
  func begin(
    _ source: SourceDescription, name: String, preset: Preset, sites: [SiteMemory?], place: SessionPlace,
    _ told: LiveSettings, clock: MonitorClock
  ) throws -> SessionRecorder {
    var settings = settings(of: source, name: name, preset: preset, told, clock: clock)
    settings.measuresClock = place.isAtPaceOfLife
    let recorder: SessionRecorder
    switch place.part {
    case .first(let sessions, let companions):
      settings.companions = companions
      recorder = try SessionRecorder(in: sessions, streams: source.streams, settings: settings)
    case .companion(let number, let first):
      recorder = try SessionRecorder(
        companion: number, of: first, streams: source.streams, settings: settings)
    }
    if sites.contains(where: { $0 != nil }) {
      // A replay begins with what this begins with.
      try SiteFile(path: recorder.folder.sites).keep(sites, of: source.streams)
    }
    return recorder
  }
}
