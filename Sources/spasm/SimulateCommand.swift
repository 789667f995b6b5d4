import ArgumentParser
import Foundation
import Monitoring
import RecordingFormats
import Signals
import Simulation
import TerminalUI

/// `spasm simulate`: a recording of a simulated wearable, with the truth beside it.
struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Write a simulated recording, and the truth about it beside it.",
    discussion: """
      The same scenario, seed and options give the same recording. The truth has the recording's name and the \
      ending .json, in the form that 'spasm score' reads. --list tells which options a scenario takes.
      """)

  @Argument(help: "What happens; --list tells what there is.", completion: .list(Scenario.all.map(\.name)))
  var scenario: String?

  @Option(
    parsing: .unconditional, help: "The seed of the story's details.")
  var seed = 1

  @Option(
    help: ArgumentHelp("The file to write: .edf for 16 bits, .bdf for 24.", valueName: "file"),
    completion: .file(extensions: ["edf", "bdf"]))
  var out: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long it is; as long as the scenario's own story when left out.", valueName: "s"))
  var duration: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Samples of muscle a second, a whole number from 200 to 4000.", valueName: "Hz"))
  var rate = 1000.0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Power of every contraction over rest, from 20 to 450 Hz; the scenario's own when left out.",
      valueName: "dB"))
  var ratioDb: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How far rest wanders: nine tenths of the time it is no farther from its middle. The scenario's own "
        + "when left out.", valueName: "dB"))
  var wanderDb: Double?

  @Flag(help: "Overwrite files that exist.")
  var force = false

  @Flag(help: "List the scenarios.")
  var list = false

  func validate() throws {
    if list { return }
    guard let scenario else { throw ValidationError("name a scenario; --list tells what there is") }
    guard let known = Scenario.named(scenario) else {
      let names = Scenario.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no scenario '\(scenario)'; there are \(names)")
    }
    do { _ = try adapted(known) } catch { throw ValidationError(error.message) }
    guard let out else { throw ValidationError("name the file to write with --out") }
    if Self.variant(of: out) == nil {
      throw ValidationError("--out takes a file ending in .edf or .bdf, not '\(out)'")
    }
    if let duration, !(duration >= 1 && duration <= 7 * 86400) {
      throw ValidationError("--duration takes seconds from 1 to 604800, a week")
    }
  }

  func run() throws {
    try Failure.guarded {
      guard !list, let out, let named = scenario.flatMap(Scenario.named), let variant = Self.variant(of: out)
      else { return try printScenarios() }
      let scenario = try adapted(named)
      let file = URL(filePath: out)
      let truth = file.deletingPathExtension().appendingPathExtension("json")
      for path in [file.path, truth.path] where !force && FileManager.default.fileExists(atPath: path) {
        Failure.say("\(path): exists; --force overwrites it")
        throw Failure.usage
      }
      let duration = duration.map { Seconds($0) } ?? scenario.defaultDuration
      try record(SimulatedSource(scenario, seed: seed, duration: duration), to: out, variant)
      let story = SimulatedTruth(scenario, seed: seed, duration: duration)
      let id = file.deletingPathExtension().lastPathComponent
      try WholeFile.write(story.json(id: id, file: file.lastPathComponent), to: truth.path)
    }
  }

  /// `scenario` as the options ask for it.
  private func adapted(_ scenario: Scenario) throws(AdaptationError) -> Scenario {
    try scenario.adapted(
      rate: Hertz(rate), ratio: ratioDb.map { Decibels($0) }, wander: wanderDb.map { Decibels($0) })
  }

  private func record(_ source: SimulatedSource, to path: String, _ variant: EDFVariant) throws {
    var settings = EDFWriter.Settings(variant)
    settings.recording = source.description.format
    let writer = try EDFWriter(path: path, streams: source.description.streams, settings: settings)
    var block = Block()
    while case .block = source.next(into: &block) { try writer.write(block) }
    try writer.finish()
  }

  private func printScenarios() throws {
    var table = TextTable([
      .init("scenario"), .init("lasts", .right), .init("options"), .init("what happens", least: 20, .wrap),
    ])
    for scenario in Scenario.all {
      let options = [(scenario.takesRatio, "ratio"), (scenario.takesWander, "wander")]
      table.add([
        .init(scenario.name, .strong), .init("\(Int(scenario.defaultDuration.value)) s"),
        .init(options.filter(\.0).map(\.1).joined(separator: ", ")), .init(scenario.summary),
      ])
    }
    var page = Page(width: Terminal.output.width)
    page.table(table)
    let output = StandardOutput()
    output.write(page.text(Terminal.output.style))
    try output.flush()
  }

  /// The variant that the ending of a file's name asks for.
  private static func variant(of path: String) -> EDFVariant? {
    switch URL(filePath: path).pathExtension.lowercased() {
    case "edf": EDFVariant(.two, .continuous)
    case "bdf": EDFVariant(.three, .continuous)
    default: nil
    }
  }
}
