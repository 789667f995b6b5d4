import ArgumentParser
import EpisodeRecorder
import Foundation
import Monitoring
import Settings
import Signals
import SpasmDetection
import TerminalUI

/// `spasm calibrate`: measures rest and the strongest contraction at each electrode site, and keeps them for the person.
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Measure rest and the strongest contraction, so that spasms are told in % of it.",
    discussion: """
      A look at the electrodes, rest, two gentle contractions, two or more as strong as you can, a slow bend: about three minutes. On a \
      terminal Enter goes on, s leaves a step out because it hurts, r repeats, q ends; elsewhere every step begins by itself. Without \
      a strongest contraction, strength is told as times rest. Try it with 'spasm calibrate sim:calibration'.
      """)

  @Argument(
    help: ArgumentHelp(
      "What is calibrated: \(SourceAddress.help); the only one found when left out.", valueName: "device"),
    transform: SourceAddress.parse)
  var device: SourceAddress?

  @Option(
    help: ArgumentHelp(
      "Steps to leave out: electrodes, relax, gentle, max, posture; with commas between them.",
      valueName: "steps"),
    transform: Self.steps)
  var skip: Set<CalibrationStep> = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to rest between strong contractions.", valueName: "s"))
  var rest = 30.0

  @Flag(
    help: "Let the muscles contract one after the other, not all at once: where one pulls against the other.")
  var each = false

  @Flag(help: "Keep what was measured even when it is ended early.")
  var keepIncomplete = false

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  @OptionGroup var monitoring: MonitorArguments

  func validate() throws {
    guard (1...600).contains(rest) else { throw ValidationError("--rest takes 1 to 600 seconds") }
    try monitoring.check([device].compactMap(\.self))
    if let preset = try monitoring.detection.presetTold(), preset.legMovements != nil {
      throw ValidationError("preset '\(preset.name)' is in microvolts and knows no calibration")
    }
  }

  func run() throws {
    try Failure.guarded {
      let settings = try LiveSettings.inEffect(monitoring)
      let device =
        try device ?? settings.devices.first.flatMap(SourceAddress.init(argument:))
        ?? .found(for: "calibrate")
      let file = monitoring.siteFile(of: device, settings)
      let found =
        try TerminalScreen.isUsable() && !json
        ? onScreen(device, settings, file) : inLines(device, settings, file)
      guard let found else {
        return Failure.say(
          "\(device.text): no EMG signal is recognised; name the signals that are with --emg")
      }
      let kept = try keep(found, in: file)
      let output = StandardOutput()
      if json {
        let json = found.result.json(source: device.text, names: found.names, kept: kept)
        output.write(json + [UInt8(ascii: "\n")])
      } else {
        let report = CalibrationReport(found.result, names: shown(found.names, found.streams))
        output.write(report.page(width: Terminal.output.width).text(Terminal.output.style))
      }
      try output.flush()
      if found.result.ending == .noSignal { throw Failure.unavailable }
    }
  }

  /// How long a step is announced where nobody is waited for.
  static let lead: Seconds = 3
}

extension CalibrateCommand {
  /// What a calibration found.
  private struct Found {
    var result: CalibrationResult
    var learnt: [SiteMemory?]
    var streams: [StreamDescription]
    /// What the person calls the sites.
    var names: [String?]
  }

  /// With keys, on a screen; nil without muscle.
  private func onScreen(
    _ device: SourceAddress, _ settings: LiveSettings, _ file: SiteFile?
  ) throws -> Found? {
    var quiet = settings
    quiet.alerts.rules = []
    let run = try MonitorRun([device], monitoring, quiet, keeping: nil, usesSites: false)
    let streams = run.wearables[0].source.description.streams
    guard streams.contains(where: { $0.kind == .emg }) else { return nil }
    let names = try names(of: streams, file)
    let board = run.board(keepsTraces: false)
    // Contractions of a story come in their own time.
    let plan = plan(for: streams, lead: device.isDevice ? nil : Self.lead)
    var page = CalibrationPage(board, lane: 0, names: shown(names, streams), plan: plan)
    let screen = try TerminalScreen()
    try run.run(board, outlets: []) { watch in
      try screen.show(&page) { watch.turn(waiting: 0) }
      MonitorRun.leave()
    }
    board.tell(.quit, of: 0)
    return board.calibration(of: 0).map { state, _ in
      Found(result: state.calibration.result, learnt: state.learnt, streams: streams, names: names)
    }
  }

  /// Without keys, in lines; nil without muscle.
  private func inLines(
    _ device: SourceAddress, _ settings: LiveSettings, _ file: SiteFile?
  ) throws -> Found? {
    Interruption.watch()
    let source = try MonitorRun.open(device, monitoring, .system)
    let streams = source.description.streams
    try monitoring.person.check(streams)
    guard streams.contains(where: { $0.kind == .emg }) else { return nil }
    let names = try names(of: streams, file)
    let run = CalibrationRun(
      source, name: device.text, preset: try monitoring.preset(for: device, settings),
      plan: plan(for: streams, lead: Self.lead), names: shown(names, streams),
      pace: device.isDevice ? .asItComes : monitoring.speed ?? .times(1), isJSON: json)
    let (result, learnt) = try run.run()
    return Found(result: result, learnt: learnt, streams: streams, names: names)
  }

  private func names(of streams: [StreamDescription], _ file: SiteFile?) throws -> [String?] {
    try file?.known(of: streams).names ?? streams.muscleLabels.map { monitoring.person.names[$0] ?? $0 }
  }

  private func plan(for streams: [StreamDescription], lead: Seconds?) -> CalibrationPlan {
    var plan = CalibrationPlan()
    plan.skipped = skip
    plan.maximalPause = Seconds(rest)
    plan.lead = lead
    if each { plan.groups = streams.muscleLabels.indices.map { [$0] } }
    return plan
  }

  /// The sites as a person knows them: their name, and the label where that is another.
  private func shown(_ names: [String?], _ streams: [StreamDescription]) -> [String] {
    zip(streams.muscleLabels, names).map { label, name in
      name.map { $0 == label ? label : "\(printable($0)) (\(label))" } ?? label
    }
  }

  /// Keeps what was found, and says where, or why not.
  private func keep(_ found: Found, in file: SiteFile?) throws -> String? {
    let ending = found.result.ending
    guard ending == .finished || ending == .early && keepIncomplete else {
      Failure.say("nothing is kept, since it was not finished; --keep-incomplete keeps what was measured")
      return nil
    }
    guard let file else {
      Failure.say("not kept: it is a simulation; --person keeps it")
      return nil
    }
    let kept = try file.keep(found.result, learnt: found.learnt, of: found.streams, at: .now())
    guard !kept.isEmpty else {
      Failure.say("nothing is kept: no rest was measured, or no channel can be told from another")
      return nil
    }
    Failure.say("kept in \(file.location): \(kept.joined(separator: ", "))")
    return file.location
  }

  /// Reads `max,posture`.
  private static func steps(_ text: String) throws -> Set<CalibrationStep> {
    Set(
      try text.split(separator: ",").map { word in
        guard let step = CalibrationStep(rawValue: String(word)) else {
          let steps = CalibrationStep.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("--skip takes \(steps), not '\(word)'")
        }
        return step
      })
  }
}
