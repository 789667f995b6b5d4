import Fixtures
import Foundation
import Monitoring
import RecordingFormats
import Scoring
import Signals
import Simulation
import SpasmDetection
import Testing

/// A folder of recordings with their truths beside them, scored.
@Suite struct ScoreRunTests {
  /// Writes a simulated recording and its truth into `folder`.
  private func record(_ scenario: Scenario, seed: Int, as id: String, in folder: TemporaryFolder) throws {
    let duration: Seconds = 80
    let source = SimulatedSource(scenario, seed: seed, duration: duration)
    let writer = try EDFWriter(
      path: folder.path("\(id).edf"), streams: source.description.streams,
      settings: .init(EDFVariant(.two, .continuous)))
    var block = Block()
    while case .block = source.next(into: &block) { try writer.write(block) }
    try writer.finish()
    try folder.write(
      SimulatedTruth(scenario, seed: seed, duration: duration).json(id: id), to: "\(id).json")
  }

  private func truth(_ id: String, in folder: TemporaryFolder) throws -> Truth {
    let path = folder.path("\(id).json")
    return try #require(try Truth(json: bytes(ofFile: path), file: path))
  }

  @Test(arguments: MatchingRule.allCases)
  func `the figures are those of the same predictions scored by hand`(rule: MatchingRule) throws {
    let folder = try TemporaryFolder()
    try record(.basic, seed: 2, as: "B", in: folder)
    try record(.backSpasm, seed: 3, as: "A", in: folder)
    try folder.write(#"{"note": "no truth"}"#.utf8, to: "other.json")
    var outcomes: [ScoreRun.Outcome] = []
    let report = try ScoreRun(folder: folder.path).run(rule: rule) { outcomes.append($0) }
    #expect(outcomes.map(\.id) == ["A", "B"])
    var scorer = Scorer(rule: rule)
    // The truth tells the site, and the site the preset.
    for (id, preset, outcome) in zip3(["A", "B"], ["back", "limb"], outcomes) {
      var collector = PredictionCollector()
      let source = try openRecording(path: folder.path("\(id).edf"))
      try Replay(source, name: id, preset: #require(Preset.named(preset))).run { collector.take($0) }
      #expect(outcome.predictions == collector.predictions)
      scorer.add(try truth(id, in: folder), predictions: collector.predictions, calls: collector.calls)
    }
    #expect(report.json == scorer.report().json)
    #expect(report.total.spasm.truePositives > 2 && report.total.callLatency.count > 2)
  }

  @Test func `onsets found with hindsight change nothing else`() throws {
    let folder = try TemporaryFolder()
    try record(.backSpasm, seed: 3, as: "A", in: folder)
    var run = ScoreRun(folder: folder.path)
    let plain = try run.run(rule: .iou)
    run.seeksOnsetsWithHindsight = true
    var hindsight: [ScoreRun.Hindsight?] = []
    let report = try run.run(rule: .iou) { hindsight.append($0.hindsight) }
    #expect(report.total == plain.total && plain.details.onsets.isEmpty)
    let truth = try truth("A", in: folder)
    let sought = truth.events.count { ["spasm", "twitch"].contains($0.kind) && !$0.ignored }
    #expect(hindsight.first??.sought == sought && sought > 2)
    #expect(hindsight.first??.found ?? 0 >= sought - 1)
    #expect(report.details.onsets.map(\.count).reduce(0, +) > 2)
  }

  private func zip3<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] {
    zip(a, zip(b, c)).map { ($0, $1.0, $1.1) }
  }

  @Test func `a preset and changed parameters reach the detection`() throws {
    let folder = try TemporaryFolder()
    try record(.backSpasm, seed: 3, as: "A", in: folder)
    let deaf = try ScoreRun(folder: folder.path, preset: Preset.named("sleep")) {
      #expect($0.floorMemory == 600)
      try $0.set("learn_s", to: 30)
    }.run(rule: .iou)
    #expect(deaf.total.spasm.falseNegatives > 0)
    #expect(throws: ParameterError.self) {
      try ScoreRun(folder: folder.path) { try $0.set("no such", to: 1) }.run(rule: .iou)
    }
  }

  @Test func `a truth without its recording is named`() throws {
    let folder = try TemporaryFolder()
    try record(.backSpasm, seed: 3, as: "A", in: folder)
    try FileManager.default.removeItem(atPath: folder.path("A.edf"))
    #expect {
      try ScoreRun(folder: folder.path).run(rule: .iou)
    } throws: { error in
      (error as? ScoringError)?.message
        == "\(folder.path("A.json")): there is no recording of that name beside it"
    }
  }

  @Test func `a truth leads to no recording outside its folder`() throws {
    let (folder, outside) = (try TemporaryFolder(), try TemporaryFolder())
    try record(.backSpasm, seed: 3, as: "A", in: outside)
    let truth = String(decoding: try bytes(ofFile: outside.path("A.json")), as: UTF8.self)
    try folder.write(truth.replacing(#""A.edf""#, with: "\"\(outside.path("A.edf"))\"").utf8, to: "B.json")
    #expect(throws: ScoringError.self) { try ScoreRun(folder: folder.path).run(rule: .iou) }
  }

  @Test(arguments: [
    ("no JSON", "is not JSON"), (#"{"events": []}"#, "id"),
  ]) func `a truth that cannot be read is named`(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(text.utf8, to: "A.json")
    #expect {
      try ScoreRun(folder: folder.path).run(rule: .iou)
    } throws: { error in
      let message = (error as? ScoringError)?.message ?? "\(error)"
      return message.hasPrefix(folder.path("A.json") + ": ") && message.contains(reason)
    }
  }

  @Test func `a spoilt recording and an absent folder are named`() throws {
    let folder = try TemporaryFolder()
    try record(.backSpasm, seed: 3, as: "A", in: folder)
    try folder.write("nothing".utf8, to: "A.edf")
    for (path, kind) in [(folder.path, RecordingError.Kind.malformed), (folder.path("none"), .absent)] {
      #expect {
        try ScoreRun(folder: path).run(rule: .iou)
      } throws: { error in
        let error = error as? RecordingError
        return error?.kind == kind && error?.path.hasPrefix(path) == true
      }
    }
  }

  @Test func `a folder without truths gives an empty report`() throws {
    let folder = try TemporaryFolder()
    #expect(try ScoreRun(folder: folder.path).run(rule: .iou).recordings.isEmpty)
  }
}
