import Events
import Fixtures
import Foundation
import Signals
import Testing

@testable import EpisodeRecorder

/// A session's parts in readers that nobody here wrote: pyedflib and MNE-Python, which `scripts/readers` installs.
@Suite(.enabled(if: Readers.areThere, "pyedflib and MNE-Python are not installed"))
struct ReaderTests {
  /// What they say of a file.
  struct Said: Decodable {
    struct Pyedflib: Decodable {
      var labels, units, prefilters: [String]
      var rates: [Double]
      var start: String
      var duration: Double
      var records: Int
      var values: [[Double]]
      var annotations: [Remark]
    }
    struct MNE: Decodable {
      var labels: [String]
      var rate: Double
      var start: String
      var muscle: [[Double]]
      var annotations: [Remark]
    }
    /// Onset, duration and text.
    struct Remark: Decodable {
      var onset, duration: Double
      var text: String

      init(from decoder: any Decoder) throws {
        var fields = try decoder.unkeyedContainer()
        onset = try fields.decode(Double.self)
        duration = try fields.decode(Double.self)
        text = try fields.decode(String.self)
      }
    }
    var pyedflib: Pyedflib
    var mne: MNE
  }

  static func read(_ path: String) throws -> Said {
    let process = Process()
    process.executableURL = URL(filePath: Readers.python)
    process.arguments = [
      URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Readers/read.py").path, path,
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try JSONDecoder().decode(Said.self, from: text)
  }

  /// Twelve seconds in two parts, with a gap, a remark and an episode.
  private func record(in root: TemporaryFolder) throws -> SessionFolder {
    var recording = SmallRecording(seconds: 12)
    recording.gaps = [(0, 2000..<2500), (1, 200..<250)]
    var settings = SmallRecording.settings()
    settings.partLength = 8
    let recorder = try SessionRecorder(in: root.path, streams: SmallRecording.streams, settings: settings)
    recorder.take(Annotation(onset: 1.25, duration: 0.5, text: "Muskelkater, ü"))
    recorder.take(
      Event(
        at: 7, channel: 1,
        .episode(
          Episode(
            id: 1, kind: .spasm, subtype: .tonic, onset: 3, offset: 6.5, involuntary: 0.9, bout: 1,
            severity: Severity(timesRest: 5, integrated: 1),
            evidence: Evidence(
              restRMS: 1, rms: 5, peak: 9, ratio: 14, threshold: 6, motion: nil, posture: nil, quality: 1,
              blanked: 0)))))
    recording.play(into: recorder)
    try recorder.close()
    return recorder.folder
  }

  @Test func `labels, rates, units, times and every value are as they were recorded`() throws {
    let root = try TemporaryFolder()
    let folder = try record(in: root)
    for (part, (first, seconds)) in [(1, (Int64(0), 8)), (2, (Int64(8), 4))] {
      let said = try Self.read(folder.part(part))
      #expect(said.pyedflib.labels == ["EMG1", "EMG2", "ACCX", "ACCY", "ACCZ"])
      #expect(said.pyedflib.rates == [1000, 1000, 100, 100, 100])
      #expect(said.pyedflib.units == ["uV", "uV", "mg", "mg", "mg"])
      #expect(said.pyedflib.prefilters == Array(repeating: "none", count: 5))
      #expect(said.pyedflib.duration == Double(seconds))
      #expect(said.pyedflib.records == 2 * seconds)
      // The header has whole seconds: 14:13:20 UTC, two hours ahead; MNE takes the place's time for UTC.
      let start = "2026-09-21T16:13:\(20 + first)"
      #expect(said.pyedflib.start.hasPrefix(start) && said.mne.start.hasPrefix(start))
      #expect(said.mne.rate == 1000 && said.mne.labels == said.pyedflib.labels)
      for (signal, values) in said.pyedflib.values.enumerated() {
        let (stream, channel, rate) = signal < 2 ? (0, signal, Int64(1000)) : (1, signal - 2, 100)
        let gain = stream == 0 ? 0.1 : 1.0
        #expect(values.count == seconds * Int(rate))
        for (offset, value) in values.enumerated() {
          let frame = first * rate + Int64(offset)
          let isAbsent = (2 * rate..<5 * rate / 2).contains(frame)
          let wanted = isAbsent ? 0 : Double(SmallRecording.value(stream, channel, frame)) * gain
          // Eight characters hold the range to one part in 10^6.
          guard abs(value - wanted) > 1e-6 * abs(wanted) + gain / 2 else { continue }
          Issue.record("part \(part), signal \(signal), sample \(offset): \(value), not \(wanted)")
          break
        }
        guard stream == 0 else { continue }
        for (offset, volts) in said.mne.muscle[channel].enumerated()
        where abs(volts * 1e6 - values[offset]) > 0.05 {
          Issue.record(
            "part \(part), signal \(signal), sample \(offset): MNE has \(volts) V, not \(values[offset]) uV")
          break
        }
      }
    }
    withExtendedLifetime(root) {}
  }

  @Test func `gaps, remarks and episodes are annotations at their times`() throws {
    let root = try TemporaryFolder()
    let said = try Self.read(record(in: root).part(1))
    withExtendedLifetime(root) {}
    // Both readers count from the first sample, a quarter of a second into the header's second.
    for remarks in [said.pyedflib.annotations, said.mne.annotations] {
      #expect(remarks.count == 3)
      for (text, onset, duration) in [
        ("Muskelkater, ü", 1.25, 0.5), ("BAD_ACQ_SKIP", 2, 0.5), ("spasm (tonic) 1 on EMG2", 3, 3.5),
      ] {
        let remark = try #require(remarks.first { $0.text == text }, "\(text)")
        #expect(
          abs(remark.onset - onset) < 1e-6 && abs(remark.duration - duration) < 1e-6, "\(remark)")
      }
    }
  }
}

/// Where `scripts/readers` puts readers of recordings.
enum Readers {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: ".build/readers")
  static let python = folder.appending(path: "bin/python").path
  /// The validator of the makers of the Brain Imaging Data Structure.
  static let validator = folder.appending(path: "bin/bids-validator-deno").path
  static let areThere = FileManager.default.fileExists(atPath: folder.appending(path: "complete").path)
}
