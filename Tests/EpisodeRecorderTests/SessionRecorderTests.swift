import Events
import Fixtures
import Foundation
import RecordingFormats
import Signals
import Testing

@testable import EpisodeRecorder

/// What a recorder keeps, and how.
@Suite struct SessionRecorderTests {
  private func record(
    _ recording: SmallRecording, in root: TemporaryFolder,
    change: (inout SessionRecorder.Settings) -> Void = { _ in }
  ) throws -> SessionFolder {
    var settings = SmallRecording.settings()
    change(&settings)
    let recorder = try SessionRecorder(in: root.path, streams: SmallRecording.streams, settings: settings)
    recording.play(into: recorder)
    try recorder.close()
    return recorder.folder
  }

  @Test func `every sample, gap and blank comes back, over many parts`() throws {
    let root = try TemporaryFolder()
    var recording = SmallRecording(seconds: 40)
    recording.gaps = [
      (0, 1234..<1235), (1, 300..<350), (0, 5000..<9100), (0, 15_500..<16_000), (1, 1550..<1600),
    ]
    recording.blanks = [(0, 1, 0), (0, 0, 777), (0, 0, 778), (1, 2, 3999)]
    let folder = try record(recording, in: root) { $0.partLength = 7 }
    #expect(folder.parts.count == 6)
    let source = try SessionSource(path: folder.path)
    let delivered = try SmallRecording.framesDelivered(by: source, blanks: recording.blanks)
    #expect(delivered[0] == [0..<1234, 1235..<5000, 9100..<15_500, 16_000..<40_000])
    #expect(delivered[1] == [0..<300, 350..<1550, 1600..<4000])
    #expect(try problems(of: folder).isEmpty)
  }

  @Test func `a silence of minutes costs no bytes, and begins another part`() throws {
    let root = try TemporaryFolder()
    var recording = SmallRecording(seconds: 620)
    recording.gaps = [(0, 10_000..<610_000), (1, 1000..<61_000)]
    let folder = try record(recording, in: root)
    #expect(folder.parts.count == 2)
    let delivered = try SmallRecording.framesDelivered(by: try SessionSource(path: folder.path))
    #expect(delivered == [[0..<10_000, 610_000..<620_000], [0..<1000, 61_000..<62_000]])
    #expect(try problems(of: folder).isEmpty)
    let second = try String(contentsOf: URL(filePath: folder.part(2)), encoding: .isoLatin1)
    // 1,790,000,000 s is 14:13:20 UTC; two hours ahead and ten minutes and ten seconds on it is 16:23:30.
    #expect(second.dropFirst(176).prefix(8) == "16.23.30")
  }

  @Test func `a stream that stops does not hold up the others`() throws {
    let root = try TemporaryFolder()
    var recording = SmallRecording(seconds: 30)
    recording.gaps = [(1, 1000..<3000)]
    let recorder = try SessionRecorder(
      in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings())
    recording.play(into: recorder)
    // Nothing was closed: what is on the disk is what is left after a power cut.
    let parts = try SessionParts(recorder.folder)
    let stored = Double(try #require(parts.parts.first).records) * parts.recordLength.value
    #expect(stored >= 27.5, "two seconds of patience and a record may be missing, not \(30 - stored) s")
    try recorder.close()
    let delivered = try SmallRecording.framesDelivered(by: try SessionSource(path: recorder.folder.path))
    #expect(delivered == [[0..<30_000], [0..<1000]])
  }

  @Test func `folders and files are their owner's alone, and no name is used twice`() throws {
    let root = try TemporaryFolder()
    let first = try record(SmallRecording(seconds: 2), in: root)
    let second = try record(SmallRecording(seconds: 2), in: root)
    #expect(first.id == "2026-09-21T16-13-20")
    #expect(second.id == "2026-09-21T16-13-20-2")
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(first.path) == 0o700)
    for name in try FileManager.default.contentsOfDirectory(atPath: first.path) {
      #expect(try mode(first.file(name)) == 0o600, "\(name)")
    }
  }

  @Test func `what is being recorded is not mended, and what was closed is left as it is`() throws {
    let root = try TemporaryFolder()
    let recorder = try SessionRecorder(
      in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings())
    #expect(throws: SessionError.self) { try SessionRepair(recorder.folder) }
    try recorder.close()
    #expect(try SessionRepair(recorder.folder).steps.isEmpty)
  }

  @Test func `streams that 24 bits cannot hold are refused with their channel`() throws {
    let root = try TemporaryFolder()
    var streams = SmallRecording.streams
    streams[0].channels[1].rails = -16_777_216...16_777_215
    let error = #expect(throws: SessionError.self) {
      try SessionRecorder(in: root.path, streams: streams, settings: SmallRecording.settings())
    }
    #expect(error?.reason.contains("EMG2") == true)
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).isEmpty)
  }

  @Test func `values that 24 bits cannot hold are told of, once`() throws {
    let root = try TemporaryFolder()
    let recorder = try SessionRecorder(
      in: root.path, streams: [SmallRecording.streams[0]], settings: SmallRecording.settings())
    var news: [String] = []
    recorder.onHealth = { if case .health(let health) = $0.body { news.append(health.detail ?? "") } }
    var block = Block()
    for second in 0..<Int64(3) {
      block.restart(stream: 0, firstIndex: second * 1000, channelCount: 2)
      block.samples += (0..<1000).flatMap { _ in [Int32(9_000_000), -9_000_000] }
      recorder.take(block, from: 0, cause: .lost)
    }
    try recorder.close()
    #expect(news == ["values beyond 24 bits are stored as the nearest that fit"])
    let source = try SessionSource(path: recorder.folder.path)
    guard case .block = try source.next(into: &block) else {
      throw SessionError(.failed, path: "", reason: "empty")
    }
    #expect(block.samples.prefix(2) == [8_388_607, -8_388_608])
  }

  @Test func `any change of a stored byte is found`() throws {
    let root = try TemporaryFolder()
    let folder = try record(SmallRecording(seconds: 3), in: root)
    var random = SeededGenerator(seed: 11)
    for name in ["signal-0001.bdf", "events.jsonl", "delivery.jsonl", "session.json"] {
      let path = folder.file(name)
      let before = try Data(contentsOf: URL(filePath: path))
      guard !before.isEmpty else { continue }
      for _ in 0..<10 {
        var spoilt = before
        spoilt[Int.random(in: 0..<spoilt.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        try spoilt.write(to: URL(filePath: path))
        let found = try? problems(of: folder)
        #expect(found?.isEmpty != true, "\(name)")
      }
      try before.write(to: URL(filePath: path))
    }
    #expect(try problems(of: folder).isEmpty)
  }
}

/// What is wrong with a session that had no detection, and so no account in its log.
func problems(of folder: SessionFolder) throws -> [String] {
  try SessionVerification(folder).problems.filter { !$0.contains("has no summary") }
}
