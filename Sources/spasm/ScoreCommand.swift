import ArgumentParser
import Foundation
import Monitoring
import Scoring
import SpasmDetection
import TerminalUI

/// `spasm score`: how right the detection is on labelled recordings.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Replay every recording of a folder that has a truth beside it, and score what was found.",
    discussion: """
      Without --preset a recording is judged with the preset for the site that its truth names: 'back' for a trunk, \
      'limb' for the rest.
      """)

  @Argument(help: "The folder: ID.edf and ID.json, as the benchmark has them.", completion: .directory)
  var folder: String

  @OptionGroup var detection: DetectionOptions

  @Option(help: "When a claimed spasm meets a true one: shared over covered time, or over the shorter.")
  var rule: RuleArgument = .iou

  @Flag(
    help: "Print one JSON object, with the keys of the benchmark's own scorer, and `details` beside them.")
  var json = false

  @Flag(help: "Tell where the score comes from, in every table there is.")
  var details = false

  @Option(
    help: ArgumentHelp(
      "Tell it in these tables: \(ScoreCard.Detail.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "table,table"))
  var by: DetailArgument?

  @Flag(help: "Go through every recording once more, to set onsets beside those an exact likelihood finds.")
  var onsetReference = false

  @Option(
    help: ArgumentHelp(
      "Write what was claimed to this folder, a file ID.jsonl a recording.", valueName: "folder"),
    completion: .directory)
  var predictions: String?

  @Option(
    help: ArgumentHelp(
      "Draw every mistake to this folder, an SVG each, and list them in index.html.", valueName: "folder"),
    completion: .directory)
  var plot: String?

  func validate() throws {
    for (option, folder) in [("--predictions", predictions), ("--plot", plot)] where folder == "" {
      throw ValidationError("\(option) takes a folder, not nothing")
    }
    if let preset = try detection.presetTold(), preset.legMovements != nil {
      throw ValidationError(
        "preset '\(preset.name)' scores leg movements by published rules and looks for no spasms, which are scored here"
      )
    }
  }

  func run() throws {
    try Failure.guarded {
      var run = ScoreRun(folder: folder, preset: try detection.presetTold()) { try detection.change(&$0) }
      run.seeksOnsetsWithHindsight = onsetReference
      if let predictions {
        try FileManager.default.createDirectory(atPath: predictions, withIntermediateDirectories: true)
      }
      var pictures = try plot.map { try ErrorPictures(folder: $0, rule: rule.rule) }
      let progress = ProgressLine(name: folder, duration: nil)
      var done = 0
      var hindsight: [ScoreRun.Hindsight] = []
      var presets: [String: Int] = [:]
      let report = try run.run(rule: rule.rule) { outcome in
        done += 1
        presets[outcome.preset.name, default: 0] += 1
        progress.redraw { "\(done) scored, last \(outcome.id)" }
        if let found = outcome.hindsight { hindsight.append(found) }
        try pictures?.draw(outcome)
        guard let predictions else { return }
        let file = URL(filePath: predictions).appending(path: "\(outcome.id).jsonl")
        try WholeFile.write(PredictionLines.write(outcome.predictions), to: file.path)
      }
      progress.clear()
      tell(hindsight)
      try pictures?.writeIndex(of: folder)
      guard !report.recordings.isEmpty else {
        throw ScoringError(file: folder, reason: "there is no truth in it: no ID.json that holds events")
      }
      let output = StandardOutput()
      if json {
        output.write(report.json + [UInt8(ascii: "\n")])
      } else {
        let tables = Set(details ? ScoreCard.Detail.allCases : by?.tables ?? [])
        let card = ScoreCard(report, rule: rule.rule, details: tables)
        output.write(card.text(width: Terminal.output.width, style: Terminal.output.style))
        let used = presets.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(
          separator: ", ")
        output.write("\n  Presets, by site unless --preset names one: \(used).\n")
      }
      try output.flush()
    }
  }

  /// Tells on standard error what the pass for the onsets took.
  private func tell(_ hindsight: [ScoreRun.Hindsight]) {
    guard !hindsight.isEmpty else { return }
    let cost = hindsight.reduce(Duration.zero) { $0 + $1.cost }
    let (found, sought) = hindsight.reduce((0, 0)) { ($0.0 + $1.found, $0.1 + $1.sought) }
    let seconds = (cost / .milliseconds(1)) / 1000
    Failure.say(
      "onsets with hindsight: \(found) of \(sought) true events, \(String(format: "%.1f", seconds)) s for the pass"
    )
  }
}

/// Names of tables, with commas between them.
struct DetailArgument: ExpressibleByArgument {
  var tables: [ScoreCard.Detail]

  init?(argument: String) {
    let names = argument.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    tables = names.compactMap(ScoreCard.Detail.init)
    guard !names.isEmpty, tables.count == names.count else { return nil }
  }
}

/// ``MatchingRule`` as an argument.
enum RuleArgument: String, ExpressibleByArgument, CaseIterable {
  case iou
  case overlap

  var rule: MatchingRule { self == .iou ? .iou : .overlap }
}
