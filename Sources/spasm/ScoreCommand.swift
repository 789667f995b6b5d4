import ArgumentParser
import Foundation
import Monitoring
import Scoring
import TerminalUI

/// `spasm score`: how right the detection is on labelled recordings.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Replay every recording of a folder that has a truth beside it, and score what was found.")

  @Argument(help: "The folder: ID.edf and ID.json, as the benchmark has them.", completion: .directory)
  var folder: String

  @OptionGroup var detection: DetectionOptions

  @Option(help: "When a claimed spasm meets a true one: shared over covered time, or over the shorter.")
  var rule: RuleArgument = .iou

  @Flag(help: "Print one JSON object, with the keys of the benchmark's own scorer.")
  var json = false

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

  func run() throws {
    try Failure.guarded {
      let run = ScoreRun(folder: folder, preset: try detection.presetTold()) { try detection.change(&$0) }
      if let predictions {
        try FileManager.default.createDirectory(atPath: predictions, withIntermediateDirectories: true)
      }
      var pictures = try plot.map { try ErrorPictures(folder: $0, rule: rule.rule) }
      let progress = ProgressLine(name: folder, duration: nil)
      var done = 0
      let report = try run.run(rule: rule.rule) { outcome in
        done += 1
        progress.redraw { "\(done) scored, last \(outcome.id)" }
        try pictures?.draw(outcome)
        guard let predictions else { return }
        let file = URL(filePath: predictions).appending(path: "\(outcome.id).jsonl")
        try Data(PredictionLines.write(outcome.predictions)).write(to: file)
      }
      progress.clear()
      try pictures?.writeIndex(of: folder)
      guard !report.recordings.isEmpty else {
        throw ScoringError(file: folder, reason: "there is no truth in it: no ID.json that holds events")
      }
      let output = StandardOutput()
      if json {
        output.write(report.json + [UInt8(ascii: "\n")])
      } else {
        let card = ScoreCard(report, rule: rule.rule)
        output.write(card.text(width: Terminal.output.width, style: Terminal.output.style))
      }
      try output.flush()
    }
  }
}

/// ``MatchingRule`` as an argument.
enum RuleArgument: String, ExpressibleByArgument, CaseIterable {
  case iou
  case overlap

  var rule: MatchingRule { self == .iou ? .iou : .overlap }
}
