import Foundation
import RecordingFormats
import Signals
import Testing

@testable import EpisodeRecorder

/// What is exported is what was recorded, as readers that know nothing of sessions see it.
@Suite struct ExportTests {
  /// Every value of a recording by stream, index and channel, in its physical unit; missing values left out.
  private func values(_ path: String) throws -> [[Int64: [Double?]]] {
    let source = try openRecording(path: path)
    var values: [[Int64: [Double?]]] = source.description.streams.map { _ in [:] }
    var block = Block()
    while true {
      let delivery = try source.next(into: &block)
      if case .end = delivery { return values }
      guard case .block = delivery else { continue }
      let stream = source.description.streams[block.stream]
      for frame in 0..<block.frameCount {
        values[block.stream][block.firstIndex + Int64(frame)] = stream.channels.indices.map { channel in
          let value = block.samples[frame * block.channelCount + channel]
          return value == Block.missing ? nil : stream.channels[channel].physical(value)
        }
      }
    }
  }

  @Test func `tables hold every value to a tenth of its step, and nothing where nothing came`() throws {
    let session = try ExportedSession()
    let (path, remarks) = try session.export(.csv)
    #expect(remarks.isEmpty)
    let emg = try values("\(path)/emg.csv")[0]
    // A gap of 300 frames has no rows; a blank value is an empty cell.
    #expect(emg.count == 9700 && emg[4200] == nil && emg[4199] != nil && emg[4500] != nil)
    #expect(emg[7000]?[0] == nil && emg[7000]?[1] != nil)
    let rows = try String(contentsOfFile: "\(path)/emg.csv", encoding: .utf8).split(separator: "\r\n")
      .dropFirst()
    var worst = (time: 0.0, left: 0.0, right: 0.0)
    for (row, index) in zip(rows, (0..<10_000).filter { !(4200..<4500).contains($0) }) where index != 7000 {
      let cells = row.split(separator: ",").compactMap { Double($0) }
      try #require(cells.count == 3)
      worst.time = max(worst.time, abs(cells[0] - Double(index) / 1000))
      worst.left = max(worst.left, abs(cells[1] - Double(ExportedSession.left(index)) * 0.025))
      worst.right = max(worst.right, abs(cells[2] - Double(ExportedSession.right(index)) - 1000))
    }
    #expect(worst.time <= 1e-9 && worst.left <= 0.0025 && worst.right <= 0.1)
    let heading = try String(contentsOfFile: "\(path)/emg.csv", encoding: .utf8)
      .split(separator: "\r\n").first
    #expect(heading == #"time_s,Left calf (uV),"Right ""calf"", outer (uV)""#)
    #expect(try values("\(path)/accelerometer.csv")[0].count == 1000)
    let episodes = try String(contentsOfFile: "\(path)/episodes.csv", encoding: .utf8)
      .split(separator: "\r\n").map(String.init)
    #expect(episodes.count == 3 && episodes[0].hasPrefix("id,at,channel,kind,subtype,correction,onset_s"))
    #expect(
      episodes[1].hasPrefix("2,2026-11-25T03:12:06+01:00,Right calf,twitch,,movement,1,1.25,0.25,0.9,,8.5"))
    let notes = try String(contentsOfFile: "\(path)/notes.csv", encoding: .utf8)
    #expect(notes.contains(#"5,note,7,,,"Anna, after ""lifting"", a box""#))
  }

  @Test func `sixteen bits keep what they can, and the loss is told`() throws {
    let session = try ExportedSession()
    let (path, remarks) = try session.export(.edf)
    #expect(remarks.count == 1 && remarks[0].contains("resolution is lost: steps of Left calf 0.305"))
    let source = try openRecording(path: path)
    #expect(source.description.format == "EDF+C" && source.description.started == "2026-11-25T03:12:05")
    let emg = try values(path)[0]
    // 400 000 steps of 25 nV in 32 767: 12.2 old steps each.
    let step = 2.5e-8 * 400_000 / 32_767
    var worst = (left: 0.0, right: 0.0)
    for index in (0..<10_000) where !(4200..<4500).contains(index) && index != 7000 {
      let frame = try #require(emg[Int64(index)])
      let left = try #require(frame[0]) - Double(ExportedSession.left(index)) * 2.5e-8
      let right = try #require(frame[1]) - Double(ExportedSession.right(index)) * 1e-6 - 1e-3
      worst = (max(worst.left, abs(left)), max(worst.right, abs(right)))
    }
    // Half a step, and what the header's eight characters leave open.
    #expect(worst.left <= 0.51 * step && worst.right <= 3e-8)
    let annotations = try Self.annotations(path)
    #expect(annotations.contains(Annotation(onset: 2, duration: 4.5, text: "spasm: Left calf")))
    let twitch = "twitch: Right calf; corrected: movement"
    #expect(annotations.contains(Annotation(onset: 1, duration: 0.25, text: twitch)))
    let note = "note (pain 7): Anna, after \"lifting\", a box"
    #expect(annotations.contains(Annotation(onset: 5, text: note)))
    #expect(annotations.contains(Annotation(onset: 8, text: "mark")))
  }

  @Test func `twenty-four bits lose nothing`() throws {
    let session = try ExportedSession()
    let (path, remarks) = try session.export(.bids)
    #expect(remarks.isEmpty)
    let emg = try values("\(path)/sub-01/emg/sub-01_task-monitoring_emg.bdf")[0]
    for index in stride(from: 0, to: 10_000, by: 7) where !(4200..<4500).contains(index) && index != 7000 {
      let left = try #require(emg[Int64(index)]?[0])
      let expected = Double(ExportedSession.left(index)) * 2.5e-8
      // The digital values are the same; the header's eight characters keep gains to a part in a million.
      #expect(abs(left - expected) <= 1e-6 * abs(expected) + 1e-12, "index \(index)")
    }
  }

  private static func annotations(_ path: String) throws -> [Annotation] {
    let source = try openRecording(path: path)
    var block = Block()
    var annotations: [Annotation] = []
    while true {
      switch try source.next(into: &block) {
      case .annotation(let annotation): annotations.append(annotation)
      case .block: continue
      case .news, .idle, .end: return annotations
      }
    }
  }

  @Test func `one object holds all that was claimed and said`() throws {
    let session = try ExportedSession()
    let (path, _) = try session.export(.json)
    let bytes = try Data(contentsOf: URL(filePath: path))
    let object = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    let episodes = try #require(object["episodes"] as? [[String: Any]])
    #expect(episodes.compactMap { $0["id"] as? Int } == [2, 1])
    #expect(episodes[0]["correction"] as? String == "movement" && episodes[0]["kind"] as? String == "twitch")
    #expect((episodes[1]["evidence"] as? [String: Any])?["ratio_db"] as? Double == 18.6)
    let notes = try #require(object["notes"] as? [[String: Any]])
    #expect(notes.count == 3 && object["started"] as? String == "2026-11-25T03:12:05+01:00")
    #expect((object["streams"] as? [[String: Any]])?.count == 2)
  }

  @Test(arguments: SessionExport.Format.allCases)
  func `an anonymous export tells neither person nor device nor date`(format: SessionExport.Format) throws {
    let session = try ExportedSession()
    let telling = [
      "Anna", "that was me", "Band", "ttyACM0", "2026-11", "25.11.26", "-NOV-", "03:12", "03.12.05", "T03",
    ]
    let open = try session.export(format)
    let whole = try ExportedSession.texts(below: open.path).values.joined()
    // The words are there to be found where they are not left out.
    #expect(whole.contains("Anna") && whole.contains(format == .edf ? "25.11.26" : "2026-11"))
    let closed = try session.export(format, anonymise: true)
    for (name, text) in try ExportedSession.texts(below: closed.path) {
      for word in telling { #expect(!text.contains(word) && !name.contains(word), "\(name): \(word)") }
    }
    let anonymous = try ExportedSession.texts(below: closed.path).values.joined()
    #expect(anonymous.contains("spasm") && (format == .json || anonymous.contains("calf")))
    if format == .edf {
      #expect(anonymous.contains("01.01.8500.00.00") && anonymous.contains("Startdate X X X X"))
    }
  }

  @Test(arguments: SessionExport.Format.allCases)
  func `nothing is written over, and what fails leaves nothing`(format: SessionExport.Format) throws {
    let session = try ExportedSession()
    let (path, _) = try session.export(format)
    let before = try ExportedSession.texts(below: path)
    let error = #expect(throws: SessionError.self) { try session.export(format) }
    #expect(error?.kind == .unsuitable)
    #expect(try ExportedSession.texts(below: path) == before)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == (format == .json || format == .edf ? 0o600 : 0o700))
    guard format != .json else { return }
    struct Broken: Error {}
    let broken = SessionExport(SessionReading(session.disk.folder), anonymise: false) { throw Broken() }
    #expect(throws: Broken.self) { try broken.write(format, to: "\(session.disk.home)/broken") }
    let left = try FileManager.default.contentsOfDirectory(atPath: session.disk.home)
    #expect(!left.contains { $0.hasPrefix("broken") || $0.hasSuffix(".part") })
  }
}
