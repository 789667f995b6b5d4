import Fixtures
import Foundation
import Monitoring
import RecordingFormats
import Signals
import SpasmDetection
import Testing

@Suite struct SiteFileTests {
  private let folder: TemporaryFolder
  private let streams: [StreamDescription]

  init() throws {
    folder = try TemporaryFolder()
    let rate = try #require(SampleRate(1000))
    streams = [
      StreamDescription(
        kind: .accelerometer, rate: rate, unit: .standardGravity, channels: [.init(label: "X")]),
      StreamDescription(
        kind: .emg, rate: rate, unit: .volt, channels: [.init(label: "calf"), .init(label: "shin")]),
    ]
  }

  private var path: String { folder.path("sites.json") }

  @Test func `sites are kept from one recording to the next, each by its label`() throws {
    let file = SiteFile(path: path)
    #expect(try file.sites(of: streams) == [nil, nil])
    let calf = SiteMemory(rest: 2.5, colour: SIMD3(-3, 0.5, 2), strength: 300, maximum: 420)
    try file.keep([calf, nil], of: streams)
    try file.keep([nil, SiteMemory(rest: 1.5)], of: streams)
    #expect(try SiteFile(path: path).sites(of: streams) == [calf, SiteMemory(rest: 1.5)])
    // Channels in another order are found by their names.
    let turned = [
      StreamDescription(
        kind: .emg, rate: streams[1].rate, unit: .volt,
        channels: [.init(label: "shin"), .init(label: "calf")])
    ]
    #expect(try file.sites(of: turned) == [SiteMemory(rest: 1.5), calf])
  }

  @Test func `where it cannot be written, the place is named`() throws {
    let file = SiteFile(path: folder.path("nowhere/sites.json"))
    #expect { try file.keep([SiteMemory(rest: 1), nil], of: streams) } throws: { error in
      (error as? WritingError)?.path.hasSuffix("nowhere/sites.json") == true
    }
  }

  @Test func `only its owner can read it`() throws {
    try SiteFile(path: path).keep([SiteMemory(rest: 1), nil], of: streams)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test(arguments: [
    "", "[]", "{\"calf\": 3}", "{\"calf\": {\"rest\": \"loud\"}}", "{\"calf\": {\"rest\": -1}}",
  ])
  func `what is no such file is refused and left alone`(text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    let file = SiteFile(path: path)
    #expect { try file.sites(of: streams) } throws: { ($0 as? RecordingError)?.kind == .malformed }
    #expect(throws: RecordingError.self) { try file.keep([SiteMemory(rest: 1), nil], of: streams) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data(text.utf8))
  }
}
