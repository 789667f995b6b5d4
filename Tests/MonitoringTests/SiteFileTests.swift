import EpisodeRecorder
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

  // MARK: What a person calls a site

  @Test func `a site is found by the name that a person gives it, and by its label the next time`() throws {
    let calf = SiteMemory(rest: 2, maximum: 400)
    try SiteFile(path: path, names: ["calf": "left leg"]).keep([calf, SiteMemory(rest: 3)], of: streams)
    let known = try SiteFile(path: path).known(of: streams)
    #expect(known.names == ["left leg", "shin"] && known.sites == [calf, SiteMemory(rest: 3)])
    // Another name is another site, and is the one of the next time.
    let right = SiteFile(path: path, names: ["calf": "right leg"])
    #expect(try right.known(of: streams).sites[0] == nil)
    try right.keep([SiteMemory(rest: 5), nil], of: streams)
    #expect(try SiteFile(path: path).known(of: streams).names == ["right leg", "shin"])
    #expect(try SiteFile(path: path, names: ["calf": "left leg"]).known(of: streams).sites[0] == calf)
  }

  @Test func `a site that belongs to one channel is not another's`() throws {
    try SiteFile(path: path).keep([SiteMemory(rest: 2), SiteMemory(rest: 3)], of: streams)
    let known = try SiteFile(path: path, names: ["shin": "calf"]).known(of: streams)
    #expect(known.names == [nil, "calf"] && known.sites == [nil, SiteMemory(rest: 2)])
  }

  // MARK: Calibrations

  private func result(maximum: [Double], ending: CalibrationEnding = .finished) -> CalibrationResult {
    var calf = CalibrationResult.Channel(label: "calf", isInMicrovolts: true)
    calf.rest = 2.00049
    calf.restSpread = 0.5
    calf.gentleTries = [20, 22]
    calf.maximalTries = maximum
    calf.posture = [.init(angle: 0, rms: 2.5), .init(angle: 10, rms: 4)]
    return CalibrationResult(
      ending: ending, skipped: maximum.isEmpty && ending == .finished ? [.maximal] : [],
      channels: [calf, .init(label: "shin", isInMicrovolts: true)])
  }

  private let noon = WallTime(unixSeconds: 1_800_000_000, offset: 3600)

  @Test func `a calibration is kept with its date, and the detection begins with it`() throws {
    let file = SiteFile(path: path)
    try file.keep([SiteMemory(rest: 9, strength: 50), SiteMemory(rest: 3)], of: streams)
    let learnt = SiteMemory(rest: 2.1, colour: SIMD3(1, 2, 3), strength: 300)
    let kept = try file.keep(result(maximum: [390, 400]), learnt: [learnt, nil], of: streams, at: noon)
    #expect(kept == ["calf"])
    let known = try file.known(of: streams, at: noon.adding(29 * 86_400))
    #expect(
      known.sites == [
        SiteMemory(rest: 2, colour: SIMD3(1, 2, 3), strength: 300, maximum: 400), SiteMemory(rest: 3),
      ])
    #expect(known.remarks.isEmpty)
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path)))
    let calf = try #require((object as? [String: [String: Any]])?["calf"])
    #expect(calf["calibrated"] as? String == noon.iso8601 && calf["tries"] as? Int == 2)
    #expect(calf["submaximum"] as? Double == 21 && (calf["posture"] as? [[String: Double]])?.count == 2)
    // What a recording learns afterwards leaves all that as it is.
    try file.keep([SiteMemory(rest: 2.2, maximum: 400), nil], of: streams)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("submaximum"))
  }

  @Test func `an old calibration is used and said to be old`() throws {
    let file = SiteFile(path: path)
    _ = try file.keep(result(maximum: [400]), learnt: [], of: streams, at: noon)
    let known = try file.known(of: streams, at: noon.adding(45.5 * 86_400))
    #expect(known.sites[0]?.maximum == 400)
    #expect(known.remarks.count == 1 && known.remarks[0].contains("calf was calibrated 45 days ago"))
  }

  @Test func `a calibration without a maximum takes the one before away, but not one that was ended early`()
    throws
  {
    let file = SiteFile(path: path)
    _ = try file.keep(result(maximum: [400]), learnt: [], of: streams, at: noon)
    _ = try file.keep(result(maximum: [], ending: .early), learnt: [], of: streams, at: noon)
    #expect(try file.known(of: streams).sites[0]?.maximum == 400)
    _ = try file.keep(result(maximum: []), learnt: [], of: streams, at: noon)
    #expect(try file.known(of: streams).sites[0] == SiteMemory(rest: 2))
  }

  @Test func `a person has a file in the library, for its owner alone`() throws {
    let library = LibraryFolder(path: folder.path("home"))
    let file = try #require(SiteFile(person: "Ann Onym", in: library))
    try file.keep([SiteMemory(rest: 2), nil], of: streams)
    #expect(file.location == library.path + "/sites/Ann Onym.json")
    for (path, mode) in [(library.path, 0o700), (library.path + "/sites", 0o700), (file.location, 0o600)] {
      #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
    }
    for name in ["", ".", "..", ".me", "a/b", "a\u{1B}b", String(repeating: "a", count: 101)] {
      #expect(SiteFile(person: name, in: library) == nil)
    }
  }
}
