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

  @Argument(help: ArgumentHelp("What is calibrated: \(SourceAddress.help).", valueName: "device"))
  var device: SourceAddress

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
    try monitoring.check([device])
    if let preset = try monitoring.detection.presetTold(), preset.legMovements != nil {
      throw ValidationError("preset '\(preset.name)' is in microvolts and knows no calibration")
    }
  }

  func run() throws {
    try Failure.guarded {
      Interruption.watch()
      let source = try MonitorRun.open(device, monitoring, .system)
      let streams = source.description.streams
      try monitoring.person.check(streams)
      guard streams.contains(where: { $0.kind == .emg }) else {
        return Failure.say(
          "\(device.text): no EMG signal is recognised; name the signals that are with --emg")
      }
      let names =
        try file()?.known(of: streams).names
        ?? streams.muscleLabels.map { monitoring.person.names[$0] ?? $0 }
      let run = CalibrationRun(
        source, name: device.text, preset: try monitoring.preset(for: [device], .inEffect(monitoring)),
        plan: plan(for: streams),
        names: shown(names, streams), pace: pace, isJSON: json)
      let (result, learnt) = try run.run()
      let kept = try keep(result, learnt, of: streams)
      let output = StandardOutput()
      if json {
        output.write(result.json(source: device.text, names: names, kept: kept) + [UInt8(ascii: "\n")])
      } else {
        let page = CalibrationReport(result, names: shown(names, streams)).page(width: Terminal.output.width)
        output.write(page.text(Terminal.output.style))
      }
      try output.flush()
      if result.ending == .noSignal { throw Failure.unavailable }
    }
  }
}

extension CalibrateCommand {
  /// Where the result is kept: in the file that is named, or with the person; a simulation only where one is named.
  private func file() throws -> SiteFile? {
    monitoring.siteFile(of: device, try .inEffect(monitoring))
  }

  private func plan(for streams: [StreamDescription]) -> CalibrationPlan {
    var plan = CalibrationPlan()
    plan.skipped = skip
    plan.maximalPause = Seconds(rest)
    // Nobody is waited for where nobody can answer, and where contractions come in their own time.
    plan.lead = CalibrationRun.hasKeys && device.isDevice ? nil : 3
    if each { plan.groups = streams.muscleLabels.indices.map { [$0] } }
    return plan
  }

  private var pace: Pace { device.isDevice ? .asItComes : monitoring.speed ?? .times(1) }

  /// The sites as a person knows them: their name, and the label where that is another.
  private func shown(_ names: [String?], _ streams: [StreamDescription]) -> [String] {
    zip(streams.muscleLabels, names).map { label, name in
      name.map { $0 == label ? label : "\(printable($0)) (\(label))" } ?? label
    }
  }

  /// Keeps what was found, and says where, or why not.
  private func keep(
    _ result: CalibrationResult, _ learnt: [SiteMemory?], of streams: [StreamDescription]
  ) throws -> String? {
    guard result.ending == .finished || result.ending == .early && keepIncomplete else {
      Failure.say("nothing is kept, since it was not finished; --keep-incomplete keeps what was measured")
      return nil
    }
    guard let file = try file() else {
      Failure.say("not kept: it is a simulation; --person keeps it")
      return nil
    }
    let kept = try file.keep(result, learnt: learnt, of: streams, at: .now())
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
