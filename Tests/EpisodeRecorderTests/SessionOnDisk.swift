import EpisodeRecorder
import Foundation

/// A library's folder of a test's own with one session in it, written from texts; gone when it is released.
final class SessionOnDisk {
  /// The library's folder.
  let home: String
  let folder: SessionFolder

  init(_ id: String = "2026-11-25T03-12-05", in other: SessionOnDisk? = nil) throws {
    home =
      other?.home ?? FileManager.default.temporaryDirectory.appending(path: "spasm-\(UUID().uuidString)").path
    isOwner = other == nil
    folder = SessionFolder(path: "\(home)/sessions/\(id)")
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
  }

  private let isOwner: Bool

  deinit { if isOwner { try? FileManager.default.removeItem(atPath: home) } }

  func write(_ path: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }
}

extension SessionOnDisk {
  /// A `session.json` of two muscles at 1000 Hz and an accelerometer at 100 Hz.
  func describe(started: String = "2026-11-25T03:12:05+01:00") throws {
    let channels = ["Left calf", "Right calf"].map {
      #"{"label":"\#($0)","site":"calf","side":"\#($0.hasPrefix("L") ? "left" : "right")","#
        + #""muscle":"gastrocnemius","gain":1e-7,"offset":0,"step":1}"#
    }
    let axes = ["ACC X", "ACC Y", "ACC Z"].map { #"{"label":"\#($0)","gain":0.0001,"offset":0,"step":1}"# }
    try write(
      folder.description,
      #"{"schema":1,"started":"\#(started)","source":"tty:/dev/ttyACM0","device":"Band 0042","#
        + #""mode":"continuous","record_us":1000000,"preset":"default","parameters":{},"streams":["#
        + #"{"kind":"emg","rate":[1000,1],"unit":"V","channels":[\#(channels.joined(separator: ","))]},"#
        + #"{"kind":"accelerometer","rate":[100,1],"unit":"g","channels":[\#(axes.joined(separator: ","))]}],"#
        + #""software":"spasm 0.1.0"}"#)
  }

  /// A `manifest.json` of a session that was closed.
  func close(duration: Double) throws {
    try write(
      folder.manifest,
      #"{"schema":1,"ending":"closed","duration_s":\#(duration),"parts":[],"files":[],"later":true}"#)
  }

  /// The line of an episode, as the contract has it.
  static func episode(
    _ id: Int, _ kind: String = "spasm", from onset: Double, to offset: Double, bout: Int? = nil,
    channel: Int = 0
  ) -> String {
    #"{"type":"episode","at_s":\#(offset + 1),"channel":"\#(channel == 0 ? "Left" : "Right") calf","#
      + #""channel_index":\#(channel),"id":\#(id),"kind":"\#(kind)","subtype":null,"onset_s":\#(onset),"#
      + #""offset_s":\#(offset),"duration_s":\#(offset - onset),"p_involuntary":0.9,"#
      + #""bout":\#(bout.map(String.init) ?? "null"),"severity":{"x_rest":8.5,"integrated":100},"#
      + #""evidence":{"unit":"uV","rest_rms":2,"rms":17,"peak":30,"ratio_db":18.6,"threshold_db":10,"#
      + #""motion_g":null,"quality":1,"blanked":0}}"# + "\n"
  }

  static func summary(duration: Double) -> String {
    #"{"type":"summary","at_s":\#(duration),"ledger":[],"episodes":{},"bouts":0,"duration_s":\#(duration)}"#
      + "\n"
  }
}
