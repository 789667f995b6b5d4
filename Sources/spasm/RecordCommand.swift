import ArgumentParser
import EpisodeRecorder
import Events
import Foundation
import Links
import Monitoring
import RecordingFormats
import Signals
import Simulation
import SpasmDetection
import Wearables

/// `spasm record`: monitors and keeps a session, until it is told to stop.
struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Monitor a device and keep a session, until told to stop.",
    discussion: """
      Ctrl-C, or SIGTERM, ends the session with everything saved; whatever else ends it, no more than the last second is missing, \
      and 'spasm sessions repair' closes what was cut off. A full disk stops the recording, not the monitoring.
      """)

  @Argument(
    help: ArgumentHelp("What is recorded: \(SourceAddress.help).", valueName: "device"))
  var device: SourceAddress

  @Option(
    help: ArgumentHelp(
      "The folder that gets the session's folder; the library when left out.", valueName: "dir"),
    completion: .directory)
  var to: String?

  @Flag(help: "Keep signals of episodes alone, with what came shortly before and after.")
  var episodes = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --episodes: how much is kept before an episode.", valueName: "s"))
  var preRoll = 10.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("With --episodes: how much is kept after an episode.", valueName: "s"))
  var postRoll = 10.0

  @OptionGroup var detection: DetectionOptions
  @OptionGroup var reading: ReadingArguments

  @Flag(help: "Print one JSON object a line: the events, as they became known.")
  var json = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Play a scenario or a recording at so many times its own speed.", valueName: "max|x"))
  var speed: Pace?

  @Option(parsing: .unconditional, help: "The seed of a scenario.")
  var seed = 1

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Stop after so many seconds of signal.", valueName: "s"))
  var duration: Double?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Begin another part after so many minutes.", valueName: "min")
  )
  var partMinutes = 60.0

  @Option(
    help: ArgumentHelp(
      "Remember electrode sites in this file from one session to the next: one may begin in a spasm.",
      valueName: "file"), completion: .file())
  var sites: String?

  @Option(
    help: ArgumentHelp("Keep what goes over a device's wire in this file.", valueName: "file"),
    completion: .file())
  var capture: String?

  func validate() throws {
    guard (0...300).contains(preRoll), (0...3600).contains(postRoll) else {
      throw ValidationError("--pre-roll takes 0 to 300 seconds, --post-roll 0 to 3600")
    }
    guard partMinutes >= 0.1, partMinutes <= 1440 else {
      throw ValidationError("--part-minutes takes 0.1 to 1440")
    }
    if let duration, !(duration > 0 && duration <= 366 * 86_400) {
      throw ValidationError("--duration takes seconds, up to a year")
    }
    if device.isDevice, speed != nil {
      throw ValidationError("--speed belongs to sim: and file:, not to a device")
    }
    if !device.isDevice, capture != nil { throw ValidationError("--capture belongs to a device") }
    if sites != nil, let preset = try detection.presetTold(), preset.legMovements != nil {
      throw ValidationError(
        "--sites belongs to the detection of spasms; preset '\(preset.name)' looks for none")
    }
  }

  func run() throws {
    try Failure.guarded {
      var preset = try detection.presetTold() ?? Preset.all[0]
      try detection.change(&preset.parameters)
      Interruption.watch()
      let source = try open()
      let known = try sites.map { try SiteFile(path: $0).known(of: source.description.streams) }
      for remark in known?.remarks ?? [] { Failure.say("\(device.text): \(remark)") }
      let sessions = try sessions()
      closeCutSessions(in: LibraryFolder.sessionFolders(in: sessions)) { line, _ in Failure.say(line) }
      let recorder = try SessionRecorder(
        in: sessions, streams: source.description.streams,
        settings: settings(of: source.description, preset))
      if let known, known.sites.contains(where: { $0 != nil }) {
        // A replay begins with what this begins with.
        try SiteFile(path: recorder.folder.sites).keep(known.sites, of: source.description.streams)
      }
      Failure.say("recording to \(recorder.folder.path)")
      let learnt: [SiteMemory?]
      do {
        learnt = try play(source, preset, known?.sites ?? [], into: recorder)
      } catch {
        // Whatever ends it, what there is is kept.
        try recorder.close()
        throw error
      }
      try recorder.close()
      if let sites { try SiteFile(path: sites).keep(learnt, of: source.description.streams) }
      if !source.damage.isEmpty {
        Failure.say("\(device.text): damaged: \(source.damage.joined(separator: "; "))")
      }
      Failure.say("kept in \(recorder.folder.path)")
    }
  }

  private func play(
    _ source: any BlockSource, _ preset: Preset, _ sites: [SiteMemory?], into recorder: SessionRecorder
  ) throws -> [SiteMemory?] {
    if let device = source as? DeviceSource {
      device.whileIdle = { recorder.idle() }
      device.onLink = { error in
        recorder.tell(Health(error == nil ? .linkBack : .linkLost, detail: error?.message))
        Failure.say(
          error.map { "\($0.message); calling it again" } ?? "\(device.description.format): it is back")
      }
    }
    var playback = Playback(
      source: source, name: device.text, preset: preset, sites: sites, pace: pace, chunk: nil,
      output: StandardOutput(), showsProgress: Terminal.error.isInteractive && !json)
    playback.recorder = recorder
    playback.isStopped = { time in Interruption.isAsked || duration.map { time.value >= $0 } ?? false }
    return try playback.run(json ? .lines : .report(showsAll: false))
  }

  private var pace: Pace { device.isDevice ? .asItComes : speed ?? .times(1) }

  /// The folder that sessions are kept in; the library's is made where it is not there.
  private func sessions() throws -> String {
    if let to {
      var isFolder = ObjCBool(false)
      guard FileManager.default.fileExists(atPath: to, isDirectory: &isFolder), isFolder.boolValue else {
        throw SessionError(.absent, path: to, reason: "is no folder; make it first")
      }
      return SessionFolder(path: to).path
    }
    let library = LibraryFolder.standard()
    try library.create()
    return library.sessions
  }

  private func settings(of source: SourceDescription, _ preset: Preset) -> SessionRecorder.Settings {
    let clock = ContinuousClock()
    let begin = clock.now
    let values = preset.values.map { ($0.name, $0.value) }
    var settings = SessionRecorder.Settings(
      source: device.text, device: source.format,
      started: source.started.flatMap(WallTime.init(iso8601:)) ?? .now(), preset: preset.name,
      parameters: Dictionary(values) { $1 }, software: "SpasmKit \(Spasm.configuration.version)",
      clock: { (clock.now - begin) / .seconds(1) })
    settings.mode = episodes ? .episodes : .continuous
    settings.preRoll = Seconds(preRoll)
    settings.postRoll = Seconds(postRoll)
    settings.partLength = Seconds(partMinutes * 60)
    return settings
  }

  private func open() throws -> any BlockSource {
    switch device {
    case .simulation(let scenario):
      return SimulatedSource(
        scenario, seed: seed, duration: duration.map { Seconds($0) } ?? scenario.defaultDuration)
    case .file(let path):
      var options = reading.options
      options.fits24Bits = true
      return try openAnyRecording(path, options: options)
    case .device(let address):
      let clock = ContinuousClock()
      let begin = clock.now
      let file = try capture.map(CaptureFile.init)
      var settings = DeviceSource.Settings(
        connect: { () throws(LinkError) in try ByteLink.open(address) },
        now: { Seconds((clock.now - begin) / .seconds(1)) }, isStopped: { Interruption.isAsked })
      if let file { settings.capture = file.add }
      return try DeviceSource(name: address.description, settings: settings)
    }
  }
}
