import Fixtures
import Foundation
import RecordingFormats
import Signals
import Testing

/// Files that others wrote: with the field's own tools, or from archives.
@Suite("Binary recordings")
struct BinaryRecordingTests {
  @Test(arguments: ["plain.edf", "plus.edf", "plain.bdf", "plus.bdf", "interrupted.edf"])
  func `files of pyedflib are understood`(name: String) throws {
    let source = try openRecording(path: Fixtures.path(name))
    let reading = try expectKeepsTheContract(of: source)
    #expect(source.description.started == "2026-01-02T22:15:00")
    #expect(
      source.description.streams.map { $0.channels.map(\.label) } == [
        ["EMG RF", "EMG BF"], ["ACCX", "ACCY", "ACCZ"],
      ])
    #expect(source.description.streams.map(\.rate.hertz) == [200, 50])
    #expect(reading.frames == [1200, 300])
    #expect(source.damage.isEmpty && source.description.ignored.isEmpty)
    // The middle of the sine of the first axis, as numpy computes it.
    let peak = name.hasSuffix("edf") ? 32_767.0 : 8_388_607.0
    for frame in 0..<300 {
      let expected = Int32(sin(Double(frame) / 9) * peak / 8)
      #expect(reading.samples[1][frame * 3] == expected)
    }
    let isInterrupted = name == "interrupted.edf"
    #expect(
      reading.gaps.map { [$0.from, $0.to] }.sorted { $0[0] < $1[0] }
        == (isInterrupted ? [[150, 275], [600, 1100]] : []))
    if name.hasPrefix("plus") {
      #expect(
        reading.annotations == [
          Annotation(onset: 1.5, text: "electrode checked"),
          Annotation(onset: 2, duration: 2, text: "cramp in the calf"),
        ])
    }
  }

  @Test func `the widths of pyedflib hold the same signal`() throws {
    let narrow = try expectKeepsTheContract(of: openRecording(path: Fixtures.path("plain.edf")))
    let plus = try expectKeepsTheContract(of: openRecording(path: Fixtures.path("plus.edf")))
    #expect(Set(narrow.samples[0]).count > 500 && narrow.frames == plus.frames)
  }

  /// The checksums that the wfdb package wrote into the headers: sums of all samples of a signal, modulo 2^16.
  @Test(arguments: ["packed", "wide", "words"])
  func `files of the wfdb package are understood`(name: String) throws {
    let source = try openRecording(path: Fixtures.path("\(name).hea"))
    let reading = try expectKeepsTheContract(of: source)
    #expect(reading.frames == [1200])
    #expect(reading.samples[0][201] == Block.missing)
    let bits = name == "packed" ? 12 : name == "words" ? 16 : 24
    for channel in 0..<2 {
      var sum = 0
      for position in stride(from: channel, to: 2400, by: 2) {
        let value = reading.samples[0][position]
        sum += value == Block.missing ? -(1 << (bits - 1)) : Int(value)
      }
      let header = try String(contentsOfFile: Fixtures.path("\(name).hea"), encoding: .utf8)
      let fields = header.split(separator: "\n")[channel + 1].split(separator: " ")
      #expect(Int(fields[6]) == sum & 0xFFFF)
    }
  }

  @Test(.enabled(if: Fixtures.shared("recordings") != nil))
  func `a heart is no muscle unless it is named`() throws {
    let path = try #require(Fixtures.shared("recordings")) + "/wfdb/100.hea"
    let source = try openRecording(path: path)
    #expect(source.description.streams.isEmpty)
    #expect(source.description.ignored == ["MLII: not muscle by its name", "V5: not muscle by its name"])
    try expectKeepsTheContract(of: source)

    var options = ReadingOptions()
    options.emg = ["MLII", "2"]
    let forced = try openRecording(path: path, options: options)
    let reading = try expectKeepsTheContract(of: forced)
    #expect(forced.damage.isEmpty && forced.description.announcedFrames == [650_000])
    #expect(reading.frames == [650_000])
    #expect(reading.samples[0].prefix(2) == [995, 1011])
    // The checksums in the header.
    for (channel, checksum) in [-22_131, 20_052].enumerated() {
      var sum = 0
      for position in stride(from: channel, to: 1_300_000, by: 2) { sum += Int(reading.samples[0][position]) }
      #expect(Int16(truncatingIfNeeded: sum) == Int16(checksum))
    }
    let channel = try #require(forced.description.streams.first?.channels.first)
    #expect(abs(channel.physical(1224) - 1e-3) < 1e-12)
  }

  struct Truth: Decodable {
    let fs: Double
    let duration_s: Double
  }

  @Test(.enabled(if: Fixtures.shared("benchmark") != nil), arguments: ["DEV", "REAL_DEV"])
  func `every recording of the benchmark opens with the length its truth tells`(folder: String) throws {
    let folder = try #require(Fixtures.shared("benchmark")) + "/" + folder
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".edf") }
    #expect(names.count >= 8)
    for name in names.sorted() {
      let truth = try JSONDecoder().decode(
        Truth.self, from: Data(contentsOf: URL(filePath: "\(folder)/\(name.dropLast(4)).json")))
      let source = try openRecording(path: "\(folder)/\(name)")
      let muscle = try #require(source.description.streams.firstIndex { $0.kind == .emg })
      #expect(source.description.streams[muscle].rate.hertz == truth.fs)
      #expect(source.description.streams[muscle].channels.allSatisfy { $0.rails == -32_768...32_767 })
      #expect(source.damage.isEmpty && source.description.ignored.isEmpty)
      let reading = try expectKeepsTheContract(of: source, keepingSamples: false)
      let announced = source.description.announcedFrames
      #expect(reading.frames.map(Optional.some) == announced)
      // Whole records of a second: the last may reach beyond the truth's end.
      let frames = Double(reading.frames[muscle])
      #expect(
        frames >= truth.fs * truth.duration_s - 0.5 && frames < truth.fs * (truth.duration_s + 1), "\(name)")
    }
  }
}
