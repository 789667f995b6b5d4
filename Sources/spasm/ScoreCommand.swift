import ArgumentParser
import Foundation
import Monitoring
import Scoring

/// `spasm score`: how right the detection is on labelled recordings.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Replay every recording of a folder that has a truth beside it, and score what was found.")

  @Argument(help: "The folder: ID.edf and ID.json, as the benchmark has them.")
  var folder: String

  @OptionGroup var detection: DetectionOptions

  @Option(help: "When a claim meets a true spasm.")
  var rule: RuleArgument = .iou

  @Flag(help: "Print one JSON object, with the keys of the benchmark's own scorer.")
  var json = false

  @Option(help: "Write what was claimed to this folder, a file ID.jsonl a recording.")
  var predictions: String?

  func run() throws {
    try Failure.guarded {
      let preset = try detection.presetTold()
      let run = ScoreRun(folder: folder, preset: preset) { try detection.change(&$0) }
      if let predictions {
        try FileManager.default.createDirectory(atPath: predictions, withIntermediateDirectories: true)
      }
      let report = try run.run(rule: rule.rule) { outcome in
        guard let predictions else { return }
        let file = URL(filePath: predictions).appending(path: "\(outcome.id).jsonl")
        try Data(PredictionLines.write(outcome.predictions)).write(to: file)
      }
      FileHandle.standardOutput.write(Data(report.json + [UInt8(ascii: "\n")]))
    }
  }
}

/// ``MatchingRule`` as an argument.
enum RuleArgument: String, ExpressibleByArgument, CaseIterable {
  case iou
  case overlap

  var rule: MatchingRule { self == .iou ? .iou : .overlap }
}
