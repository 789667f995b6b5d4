internal import Events
internal import Foundation
internal import RecordingFormats
public import Scoring
internal import Signals
public import SpasmDetection

/// Replays every recording of a folder that has a truth beside it, and scores what was found.
public struct ScoreRun {
  /// What one recording gave.
  public struct Outcome: Sendable {
    /// What truly happened.
    public var truth: Truth
    /// The recording's file.
    public var recording: String
    /// What it was replayed with.
    public var preset: Preset
    /// What was claimed, in the benchmark's form.
    public var predictions: [Prediction]

    /// What hindsight found, where it was asked for.
    public var hindsight: Hindsight?

    /// The truth's name of the recording.
    public var id: String { truth.id }
  }

  /// What it took to find onsets with hindsight, and how many were found.
  public struct Hindsight: Hashable, Sendable {
    /// True events whose onset was sought.
    public var sought: Int
    /// Those of them whose onset was found.
    public var found: Int
    /// How long it took.
    public var cost: Duration
  }

  private let folder: String
  private let change: (inout DetectionParameters) throws -> Void
  private let preset: Preset?
  /// Whether every recording is gone through once more, to find onsets with hindsight.
  public var seeksOnsetsWithHindsight = false

  /// Prepares a run over `folder`.
  ///
  /// `preset` replaces the choice by the truth's site; `change` then sets parameters.
  public init(
    folder: String, preset: Preset? = nil,
    change: @escaping (inout DetectionParameters) throws -> Void = { _ in }
  ) {
    self.folder = folder
    self.preset = preset
    self.change = change
  }

  /// Scores the folder; `each` is told what every recording gave, in the order of their names.
  ///
  /// - Throws: ``ScoringError`` for a truth, ``RecordingError`` for a recording, that cannot be read.
  public func run(rule: MatchingRule, each: (Outcome) throws -> Void = { _ in }) throws -> ScoreReport {
    var scorer = Scorer(rule: rule)
    for name in try truthFiles() {
      let path = "\(folder)/\(name)"
      guard let bytes = FileManager.default.contents(atPath: path) else {
        let isForbidden = !FileManager.default.isReadableFile(atPath: path)
        throw RecordingError(
          isForbidden ? .forbidden : .input, path: path, reason: "the truth cannot be read")
      }
      guard let truth = try Truth(json: bytes, file: path) else { continue }
      let recording = try recording(of: truth, beside: path)
      var preset = preset ?? truth.site.flatMap(Preset.forSite) ?? Preset.all[0]
      try change(&preset.parameters)
      var collector = PredictionCollector()
      try Replay(openRecording(path: recording), name: recording, preset: preset).run { collector.take($0) }
      var outcome = Outcome(
        truth: truth, recording: recording, preset: preset, predictions: collector.predictions)
      var offline: [Truth.Event: Double] = [:]
      if seeksOnsetsWithHindsight {
        var search = OfflineOnsets(truth, parameters: preset.parameters)
        let cost = try ContinuousClock().measure { try search.run(through: openRecording(path: recording)) }
        offline = search.onsets
        outcome.hindsight = Hindsight(sought: search.soughtCount, found: offline.count, cost: cost)
      }
      scorer.add(truth, predictions: collector.predictions, calls: collector.calls, offline: offline)
      try each(outcome)
    }
    return scorer.report()
  }

  private func truthFiles() throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder)
      throw RecordingError(
        isThere && isFolder.boolValue ? .forbidden : .absent, path: folder,
        reason: isThere && isFolder.boolValue ? "the folder cannot be read" : "no such folder")
    }
    return names.filter { $0.hasSuffix(".json") }.sorted()
  }

  /// The file that the truth names, or else one with the truth's name and the ending of a format.
  private func recording(of truth: Truth, beside path: String) throws(ScoringError) -> String {
    let stem = path.dropLast(".json".count)
    // Only the last part: a truth does not lead out of its folder.
    let named = truth.file.map { "\(folder)/\(URL(filePath: $0).lastPathComponent)" }
    let candidates = [named].compactMap(\.self) + ["edf", "bdf", "hea", "txt", "csv"].map { "\(stem).\($0)" }
    guard let recording = candidates.first(where: FileManager.default.fileExists(atPath:)) else {
      throw ScoringError(file: path, reason: "there is no recording of that name beside it")
    }
    return recording
  }
}
