import Fixtures
import Foundation
import Monitoring
import Scoring
import Testing

/// Three of the benchmark's recordings, scored as `spasm score` does; `make evidence` scores all of them.
@Suite(.enabled(if: Fixtures.shared("benchmark") != nil))
struct BenchmarkTests {
  /// Weak spasms, artefacts, and natural twitches: short, and they say much.
  private static let few = ["D04_lowsnr", "D06_artefacts", "D11_twitchnat"]

  @Test func `the score does not fall below its floors`() throws {
    let benchmark = "\(try #require(Fixtures.shared("benchmark")))/DEV"
    let folder = try TemporaryFolder()
    for id in Self.few {
      for ending in ["edf", "json"] {
        try FileManager.default.createSymbolicLink(
          atPath: folder.path("\(id).\(ending)"), withDestinationPath: "\(benchmark)/\(id).\(ending)")
      }
    }
    let total = try ScoreRun(folder: folder.path).run(rule: .iou).total
    // Room for two of 23 spasms, and for six of 216 twitches: what another seed of rest would cost.
    #expect(total.spasm.f1 >= 0.95)
    #expect(total.twitch.f1 >= 0.97)
    #expect(total.spasm.falsePerHour <= 0.5)
  }
}
