import Scoring
import Signals
import Testing

/// The list of what a score counts against the detector.
@Suite struct MistakeTests {
  private func truth(_ events: [(String, Double, Double)]) -> Truth {
    Truth(
      id: "a", rate: 1000, channels: 2, duration: 600,
      events: events.map { Truth.Event(channel: 1, kind: $0.0, start: $0.1, end: $0.2) })
  }

  private func words(_ truth: Truth, _ claims: [(String, Double, Double)]) -> [String] {
    let claims = claims.map { Prediction(start: $0.1, end: $0.2, kind: $0.0, channel: 1) }
    return mistakes(truth, claims, rule: .iou).map(\.words)
  }

  @Test func `each kind of mistake has its name`() {
    let spasm = truth([("spasm", 10, 20)])
    #expect(words(spasm, []) == ["missed spasm"])
    #expect(words(spasm, [("spasm", 10, 20), ("spasm", 30, 40)]) == ["false spasm"])
    #expect(words(spasm, [("brief", 10, 11)]) == ["spasm called brief"])
    #expect(words(spasm, [("spasm", 10, 40)]) == ["misplaced spasm"])
    #expect(words(truth([("voluntary", 10, 20)]), [("spasm", 11, 20)]) == ["voluntary called spasm"])
    #expect(
      words(truth([("twitch", 1, 1.2), ("twitch", 1.3, 1.5)]), [("twitch", 1, 1.5)]) == ["merged twitch"])
    #expect(words(truth([("hold", 10, 20)]), [("spasm", 11, 20)]) == [])
  }

  @Test(arguments: 1...40) func `misses and false claims are all listed, and none twice`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    func some(_ kinds: [String]) -> [(String, Double, Double)] {
      (0..<25).map { _ in
        let kind = kinds.randomElement(using: &generator) ?? ""
        let start = Double.random(in: 0...500, using: &generator)
        let length = Double.random(in: kind == "twitch" ? 0.1...0.5 : 3...40, using: &generator)
        return (kind, start, start + length)
      }
    }
    let truth = truth(some(["spasm", "twitch", "voluntary", "hold", "ambiguous"]))
    let claims = some(["spasm", "twitch", "brief", "movement"])
      .map { Prediction(start: $0.1, end: $0.2, kind: $0.0, channel: 1) }
    var scorer = Scorer()
    scorer.add(truth, predictions: claims)
    let total = scorer.report().total
    let listed = mistakes(truth, claims, rule: .iou)
    let missed = listed.filter { $0.truth != nil && $0.kind != .voluntary }
    #expect(missed.count == total.spasm.falseNegatives + total.twitch.falseNegatives)
    #expect(Set(missed.map(\.truth)).count == missed.count)
    // Claims that are wrong by themselves are named once: alone, or in the miss that they explain.
    let alone = listed.filter { $0.kind == .falseClaim || $0.kind == .voluntary }.compactMap(\.claim)
    let falseClaims = total.spasm.falsePositives + total.twitch.falsePositives
    #expect(Set(alone).count == alone.count && alone.count <= falseClaims)
    #expect(alone.count + Set(missed.compactMap(\.claim)).count >= falseClaims)
  }
}
