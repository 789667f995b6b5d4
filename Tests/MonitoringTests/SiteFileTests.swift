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
    #expect(try file.known(of: streams).sites == [nil, nil])
    let calf = SiteMemory(rest: 2.5, colour: SIMD3(-3, 0.5, 2), strength: 300, maximum: 420)
    try file.keep([calf, nil], of: streams)
    try file.keep([nil, SiteMemory(rest: 1.5)], of: streams)
    #expect(try SiteFile(path: path).known(of: streams).sites == [calf, SiteMemory(rest: 1.5)])
    // Channels in another order are found by their names.
    let turned = [
      StreamDescription(
        kind: .emg, rate: streams[1].rate, unit: .volt,
        channels: [.init(label: "shin"), .init(label: "calf")])
    ]
    #expect(try file.known(of: turned).sites == [SiteMemory(rest: 1.5), calf])
  }

  @Test func `a site known in one unit says nothing of a recording in another`() throws {
    let file = SiteFile(path: path)
    try file.keep([SiteMemory(rest: 2), SiteMemory(rest: 3)], of: streams)
    var counts = streams
    counts[1].unit = .count
    let known = try file.known(of: counts)
    #expect(known.sites == [nil, nil] && known.remarks.count == 2)
    #expect(known.remarks.allSatisfy { $0.contains("uV") && $0.contains("count") })
    // A file from before units were told is in microvolts.
    try Data(#"{"calf": {"rest": 2}}"#.utf8).write(to: URL(filePath: path))
    #expect(try file.known(of: streams).sites == [SiteMemory(rest: 2), nil])
    #expect(try file.known(of: counts).sites == [nil, nil])
  }

  @Test func `channels that share a label share no site`() throws {
    let file = SiteFile(path: path)
    try file.keep([SiteMemory(rest: 2), SiteMemory(rest: 3)], of: streams)
    var alike = streams
    alike[1].channels = [.init(label: "calf"), .init(label: "calf")]
    try file.keep([SiteMemory(rest: 7), SiteMemory(rest: 8)], of: alike)
    let known = try file.known(of: alike)
    #expect(known.sites == [nil, nil] && known.remarks.count == 2)
    #expect(try file.known(of: streams).sites == [SiteMemory(rest: 2), SiteMemory(rest: 3)])
  }

  @Test func `what a person has written beside it is kept, and a link leads to the file`() throws {
    let real = folder.path("real.json")
    try Data(#"{"calf": {"rest": 2, "electrode": "new"}, "left": {"rest": 1, "why": "old"}}"#.utf8)
      .write(to: URL(filePath: real))
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: real)
    try SiteFile(path: path).keep([SiteMemory(rest: 5), nil], of: streams)
    let text = try String(contentsOfFile: real, encoding: .utf8)
    #expect(text.contains("\"electrode\" : \"new\"") && text.contains("\"why\" : \"old\""))
    #expect(try SiteFile(path: path).known(of: streams).sites[0] == SiteMemory(rest: 5))
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == real)
  }

  @Test func `of several wrong sites the first by name is told`() throws {
    let text = #"{"b": {"rest": -1}, "a": {"rest": -1}, "c": {"rest": -1}}"#
    try Data(text.utf8).write(to: URL(filePath: path))
    #expect { try SiteFile(path: path).known(of: streams) } throws: { ($0 as? RecordingError)?.place == "a" }
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
    #expect { try file.known(of: streams) } throws: { ($0 as? RecordingError)?.kind == .malformed }
    #expect(throws: RecordingError.self) { try file.keep([SiteMemory(rest: 1), nil], of: streams) }
    #expect(try Data(contentsOf: URL(filePath: path)) == Data(text.utf8))
  }
}
