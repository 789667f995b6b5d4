import Foundation
import Signals

@testable import EpisodeRecorder

/// A session of ten seconds with a gap, a blank value, two episodes and notes, ready to be exported.
struct ExportedSession {
  static let streams = [(StreamKind.emg, SampleRate(1000)), (.accelerometer, SampleRate(100))]
    .compactMap { kind, rate in rate.map { stream(kind, $0) } }

  private static func stream(_ kind: StreamKind, _ rate: SampleRate) -> StreamDescription {
    let muscles = [
      ChannelDescription(
        label: "Left calf", site: "calf", side: .left, muscle: "gastrocnemius", gain: 2.5e-8),
      ChannelDescription(
        label: #"Right "calf", outer"#, site: "calf", side: .right, gain: 1e-6, offset: 1e-3),
    ]
    let axes = ["X", "Y", "Z"].map { ChannelDescription(label: "ACC \($0)", gain: 1e-4) }
    return StreamDescription(
      kind: kind, rate: rate, unit: kind == .emg ? .volt : .standardGravity,
      channels: kind == .emg ? muscles : axes)
  }

  let disk: SessionOnDisk
  let blocks: [Block]

  init() throws {
    disk = try SessionOnDisk()
    try disk.describe()
    try disk.write(
      disk.folder.events,
      SessionOnDisk.episode(2, "twitch", from: 1, to: 1.25, channel: 1)
        + SessionOnDisk.episode(1, from: 2, to: 6.5, bout: 1) + SessionOnDisk.summary(duration: 10))
    try disk.close(duration: 10)
    let at = WallTime(unixSeconds: 1_795_572_730, offset: 3600)
    let notes = [
      Note(.note, at: at, atSeconds: 5, text: "Anna, after \"lifting\", a box", pain: 7),
      Note(.mark, at: at.adding(3), atSeconds: 8),
      Note(.correction, at: at, atSeconds: 5, text: "that was me", episode: 2, label: "movement"),
    ]
    for note in notes { try NoteFile(path: disk.folder.notes).append(note) }
    var blocks: [Block] = []
    // Values of 24 bits on the left, which 16 do not hold; one blank; and 300 ms in which nothing came.
    for second in 0..<10 {
      let axes = (0..<100).flatMap { frame -> [Int32] in [Int32(frame), Int32(second), 10_000] }
      blocks.append(Block(1, at: Int64(second * 100), channels: 3, axes))
      for half in 0..<2 where second != 4 || half == 0 {
        let first = second * 1000 + half * 500
        let count = second == 4 ? 200 : 500
        var samples = (first..<first + count).flatMap { [Self.left($0), Self.right($0)] }
        if second == 7, half == 0 { samples[0] = Block.missing }
        blocks.append(Block(0, at: Int64(first), channels: 2, samples))
      }
      if second == 4 {
        blocks.append(
          Block(0, at: 4500, channels: 2, (4500..<5000).flatMap { [Self.left($0), Self.right($0)] }))
      }
    }
    self.blocks = blocks
  }

  static func left(_ index: Int) -> Int32 { Int32((index * 7919) % 800_000) - 400_000 }
  static func right(_ index: Int) -> Int32 { Int32((index * 31) % 2000) - 1000 }

  /// Writes the session into the test's folder, and gives the path and the remarks.
  func export(
    _ format: SessionExport.Format, anonymise: Bool = false
  ) throws -> (path: String, remarks: [String]) {
    let endings: [SessionExport.Format: String] = [.json: ".json", .edf: ".edf"]
    let path = "\(disk.home)/\(format.rawValue)\(anonymise ? "-anonymous" : "")\(endings[format] ?? "")"
    let blocks = blocks
    let export = SessionExport(SessionReading(disk.folder), anonymise: anonymise) {
      ListedBlocks(Self.streams, blocks)
    }
    return (path, try export.write(format, to: path))
  }

  /// The text of every file below a path, by its name from there.
  static func texts(below path: String) throws -> [String: String] {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let names = isFolder.boolValue ? try FileManager.default.subpathsOfDirectory(atPath: path) : [""]
    var texts: [String: String] = [:]
    for name in names {
      let file = name.isEmpty ? path : "\(path)/\(name)"
      guard let bytes = FileManager.default.contents(atPath: file) else { continue }
      texts[name] = String(decoding: bytes, as: UTF8.self)
    }
    return texts
  }
}
