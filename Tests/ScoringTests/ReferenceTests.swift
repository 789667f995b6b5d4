import Fixtures
import Foundation
import Scoring
import Signals
import Testing

/// Compares every figure with the benchmark's own `score.py`, over perturbed truths.
@Suite(.enabled(if: Reference.isPresent)) struct ReferenceTests {
  @Test(arguments: Array(0..<UInt64(8)), MatchingRule.allCases)
  func `every figure equals score py's`(seed: UInt64, rule: MatchingRule) throws {
    let reference = try Reference()
    defer { reference.remove() }
    var scorer = Scorer(rule: rule)
    for (position, truth) in reference.truths.enumerated() {
      // One recording has no predictions at all, which is reported.
      guard position != Int(seed) else {
        scorer.add(truth, predictions: nil)
        continue
      }
      var generator = SeededGenerator(seed: seed, part: UInt64(position))
      let lines = PredictionLines.write(perturbed(truth, strength: Double(seed + 1) / 8, with: &generator))
      try Data(lines).write(to: reference.folder.appending(path: "\(truth.id).jsonl"))
      scorer.add(truth, predictions: try PredictionLines.read(lines, file: truth.id))
    }
    let json = scorer.report().json
    let expected = try reference.run(rule)
    let compared = try compare(
      JSONSerialization.jsonObject(with: Data(json)), JSONSerialization.jsonObject(with: expected))
    // 50 figures and the list of the missing for the whole, 50 figures for each recording.
    #expect(compared == 51 + 50 * reference.truths.count)
    #expect(keys(of: json) == keys(of: Array(expected)))
  }

  /// Claims near the truth: moved, dropped, split, swapped in kind, and some from nowhere.
  private func perturbed(
    _ truth: Truth, strength: Double, with generator: inout SeededGenerator
  ) -> [Prediction] {
    var claims: [Prediction] = []
    for event in truth.events where Double.random(in: 0..<1, using: &generator) > 0.3 * strength {
      var kind = event.kind == "spasm" || event.kind == "twitch" ? event.kind : "brief"
      if Double.random(in: 0..<1, using: &generator) < 0.3 * strength {
        kind = ["spasm", "twitch", "movement"].randomElement(using: &generator) ?? kind
      }
      let reach = strength * max(0.1, 0.4 * (event.end - event.start))
      let start = event.start + Double.random(in: -reach...reach, using: &generator)
      let end = max(start + 0.01, event.end + Double.random(in: -reach...reach, using: &generator))
      if Double.random(in: 0..<1, using: &generator) < 0.2 * strength {
        let cut = Double.random(in: start...end, using: &generator)
        claims.append(Prediction(start: start, end: cut, kind: kind, channel: event.channel))
        claims.append(Prediction(start: cut + 0.02, end: end + 0.02, kind: kind, channel: event.channel))
      } else {
        claims.append(Prediction(start: start, end: end, kind: kind, channel: event.channel))
      }
    }
    let places = truth.artefacts.map(\.start) + (0..<20).map { Double($0) / 20 * truth.duration }
    for place in places where Double.random(in: 0..<1, using: &generator) < strength {
      let kind = ["spasm", "twitch"].randomElement(using: &generator) ?? "spasm"
      let length = Double.random(in: 0.05...40, using: &generator) * (kind == "spasm" ? 1 : 0.02)
      claims.append(
        Prediction(
          start: place, end: place + length, kind: kind,
          channel: Int.random(in: 0..<truth.channels, using: &generator)))
    }
    return claims.shuffled(using: &generator)
  }

  /// Checks that `ours` holds all of `theirs`, adds nothing unannounced, and counts the values.
  private func compare(_ ours: Any?, _ theirs: Any, at path: String = "") throws -> Int {
    guard let theirs = theirs as? [String: Any] else {
      #expect(ours as? NSObject == theirs as? NSObject, "\(path)")
      return 1
    }
    let mine = try #require(ours as? [String: Any], "\(path)")
    for added in Set(mine.keys).subtracting(theirs.keys) {
      #expect(
        added.hasSuffix("_ci95") || added == "call_latency_s" || path.isEmpty && added == "details",
        "\(path).\(added)")
    }
    return try theirs.reduce(0) { try $0 + compare(mine[$1.key], $1.value, at: "\(path).\($1.key)") }
  }

  /// The names of all fields in the order of the text, without what score.py does not have.
  private func keys(of json: [UInt8]) -> [String] {
    let text = String(decoding: json, as: UTF8.self)
      .replacing(#/,"details":.*$/#, with: "")
      .replacing(#/"call_latency_s":\{[^}]*\},?/#, with: "")
    return text.matches(of: #/"([^"]*)":/#).map { String($0.1) }.filter { !$0.hasSuffix("_ci95") }
  }
}

/// The benchmark's scorer, and a folder for the predictions it reads.
private struct Reference {
  let truths: [Truth]
  let folder: URL
  private let benchmark: URL

  static var isPresent: Bool {
    Fixtures.shared("benchmark") != nil
      && (try? run(["python3", "--version"])) != nil
  }

  init() throws {
    benchmark = URL(filePath: try #require(Fixtures.shared("benchmark")))
    let truths = benchmark.appending(path: "DEV")
    self.truths = try FileManager.default.contentsOfDirectory(atPath: truths.path)
      .filter { $0.hasSuffix(".json") }.sorted().compactMap {
        try Truth(json: Data(contentsOf: truths.appending(path: $0)), file: $0)
      }
    folder = FileManager.default.temporaryDirectory.appending(path: "scoring-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func run(_ rule: MatchingRule) throws -> Data {
    try Self.run([
      "python3", benchmark.appending(path: "score.py").path, benchmark.appending(path: "DEV").path,
      folder.path,
      "--rule", rule.rawValue, "--per-recording",
    ])
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  private static func run(_ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return data
  }
}
