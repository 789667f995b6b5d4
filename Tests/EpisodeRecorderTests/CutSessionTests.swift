import Fixtures
import Foundation
import RecordingFormats
import Signals
import Testing

@testable import EpisodeRecorder

/// Any prefix of a session is a session.
@Suite struct CutSessionTests {
  /// A session of twenty seconds that was never closed.
  private func cutOff(_ root: TemporaryFolder) throws -> SessionFolder {
    let recorder = try SessionRecorder(
      in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings())
    var recording = SmallRecording(seconds: 20)
    recording.gaps = [(0, 4000..<4500)]
    recording.play(into: recorder)
    return recorder.folder
  }

  @Test func `cut at any byte it opens, and holds every whole second before the cut`() throws {
    let root = try TemporaryFolder()
    let folder = try cutOff(root)
    let session = try SessionParts(folder)
    let part = try #require(session.parts.first)
    let recordBytes = 2 * 500 * 3 + 3 * 50 * 3 + 384
    let whole = Int(part.records) * recordBytes + part.headerByteCount
    let first = part.headerByteCount
    var random = SeededGenerator(seed: 4)
    let count = evidence ? 10_000 : 1000
    let elsewhere = (0..<count).map { _ in Int.random(in: first..<whole, using: &random) }
    let cuts = Set((whole - 2 * recordBytes..<whole) + elsewhere).sorted(by: >)
    for (number, cut) in cuts.enumerated() {
      #expect(truncate(part.path, off_t(cut)) == 0)
      let source = try SessionSource(path: folder.path)
      let records = (cut - first) / recordBytes
      let held = Double(try #require(source.description.announcedFrames[0])) / 1000
      #expect(held == Double(records) * 0.5, "cut at \(cut)")
      // Every whole second before the cut: a second has the bytes of two records.
      #expect(held >= Double((cut - first) / (2 * recordBytes)), "cut at \(cut)")
      // Values are compared at some of them: reading all of each would take hours.
      guard number % 200 == 0, records > 0 else { continue }
      let delivered = try SmallRecording.framesDelivered(by: source)
      #expect(delivered[1] == [0..<Int64(records) * 50], "cut at \(cut)")
    }
  }

  @Test func `cut within its header it is mended, and nothing of it is deleted`() throws {
    for cut in [0, 1, 100, 255, 256, 1000, 1791] {
      let root = try TemporaryFolder()
      let folder = try cutOff(root)
      #expect(truncate(folder.part(1), off_t(cut)) == 0)
      let repair = try SessionRepair(folder)
      #expect(!repair.steps.isEmpty)
      #expect(try Data(contentsOf: URL(filePath: folder.part(1) + ".cut")).count == cut)
      #expect(try SessionVerification(folder).problems.isEmpty, "cut at \(cut)")
      #expect(try SmallRecording.framesDelivered(by: SessionSource(path: folder.path)) == [[], []])
    }
  }

  @Test func `mended it is sound, and every byte is still there`() throws {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<(evidence ? 500 : 25) {
      let root = try TemporaryFolder()
      let folder = try cutOff(root)
      var before: [String: Data] = [:]
      for name in ["signal-0001.bdf", "events.jsonl", "delivery.jsonl"] {
        let path = folder.file(name)
        let bytes = try Data(contentsOf: URL(filePath: path))
        // Deliveries are written before the samples that they speak of: a power cut may take the samples alone.
        let cut = name == "delivery.jsonl" ? bytes.count : Int.random(in: 0...bytes.count, using: &random)
        #expect(truncate(path, off_t(cut)) == 0)
        before[name] = bytes.prefix(cut)
      }
      _ = try SessionRepair(folder)
      let verified = try SessionVerification(folder)
      #expect(verified.problems.isEmpty, "\(verified.problems)")
      for (name, bytes) in before {
        let kept = (try? Data(contentsOf: URL(filePath: folder.file(name)))) ?? Data()
        let aside = (try? Data(contentsOf: URL(filePath: folder.file(name) + ".cut"))) ?? Data()
        // The header's number of records is filled in, and the log gets its account.
        let mended = name == "signal-0001.bdf" ? spliced(kept, bytes) : kept.prefix(bytes.count - aside.count)
        #expect(mended + aside == bytes, "\(name)")
      }
      _ = try SmallRecording.framesDelivered(by: SessionSource(path: folder.path))
    }
  }

  @Test func `what was to be the end, and is not there, is booked as lost`() throws {
    for cut in [1, 384, 3834, 3835, 9000] {
      let root = try TemporaryFolder()
      let recorder = try SessionRecorder(
        in: root.path, streams: SmallRecording.streams, settings: SmallRecording.settings())
      var recording = SmallRecording(seconds: 20)
      recording.gaps = [(0, 19_900..<19_950)]
      recording.play(into: recorder)
      try recorder.close()
      let folder = recorder.folder
      try FileManager.default.removeItem(atPath: folder.manifest)
      let length = try Data(contentsOf: URL(filePath: folder.part(1))).count
      #expect(truncate(folder.part(1), off_t(length - cut)) == 0)
      _ = try SessionRepair(folder)
      let verified = try SessionVerification(folder)
      #expect(verified.problems.isEmpty, "\(cut) bytes: \(verified.problems)")
      #expect(
        verified.account[0].hasPrefix(
          "stream 0 (emg): 20000 frames = \(20_000 - 500 * ((cut + 3833) / 3834)) "))
    }
  }

  private func spliced(_ mended: Data, _ before: Data) -> Data {
    guard mended.count >= 244, before.count >= 244 else { return mended }
    return mended.prefix(236) + before.dropFirst(236).prefix(8) + mended.dropFirst(244)
  }
}

/// Whether the proofs run at full size.
let evidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil
