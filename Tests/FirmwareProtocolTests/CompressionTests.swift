import CFirmwareProtocol
import Foundation
import RecordingFormats
import Signals
import Testing

/// What compression saves on real recordings, with the C encoder, as firmware has it.
@Suite struct CompressionTests {
  private static let folder = Vectors.pages.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/benchmark")
  private static let isEvidence = ProcessInfo.processInfo.environment["SPASM_EVIDENCE"] != nil

  /// Bytes of the samples at their width, over those they are packed into, header and check included in neither.
  private func ratio(_ path: String, samples count: Int) throws -> Double? {
    let source = try openRecording(path: path)
    let streams = source.description.streams
    var (block, plain, packed) = (Block(), 0, 0)
    var out = [UInt8](repeating: 0, count: 8 * Int(SWP_MOST_VALUES))
    loop: while plain < 4_000_000 {
      switch try source.next(into: &block) {
      case .end: break loop
      case .annotation, .news, .idle: continue
      case .block where streams[block.stream].kind != .emg: continue
      case .block:
        let channels = streams[block.stream].channels.count
        let values = block.samples
        for start in stride(from: 0, to: values.count - count * channels, by: count * channels) {
          let frame = Array(values[start..<start + count * channels])
          let length = swp_pack(frame, channels, count, &out, out.count)
          #expect(length > 0)
          (plain, packed) = (plain + frame.count * 2, packed + length)
        }
      }
    }
    return packed > 0 ? Double(plain) / Double(packed) : nil
  }

  @Test(
    .enabled(
      if: isEvidence && FileManager.default.fileExists(atPath: folder.path),
      "needs SPASM_EVIDENCE and the benchmark"))
  func `compression makes real EMG smaller`() throws {
    for set in ["DEV", "REAL_DEV"] {
      let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.appending(path: set).path)
      let files = names.filter { $0.hasSuffix(".edf") }.sorted().map {
        Self.folder.appending(path: "\(set)/\($0)").path
      }
      for count in [9, 16, 64] {
        let ratios = try files.compactMap { try ratio($0, samples: count) }.sorted()
        let middle = ratios[ratios.count / 2]
        print(
          "\(set): \(ratios.count) recordings of 16 bits, \(count) samples a frame: "
            + "\(String(format: "%.2f (%.2f to %.2f)", middle, ratios[0], ratios[ratios.count - 1])) times smaller"
        )
        #expect(ratios[0] > 1)
      }
    }
  }
}
