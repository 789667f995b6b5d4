import ArgumentParser
import EpisodeRecorder
import Foundation
import RecordingFormats
import Signals
import Simulation
import Wearables

/// Where samples come from, as a person names it: a scenario, a recording, or a device.
enum SourceAddress: ExpressibleByArgument {
  case simulation(Scenario)
  case file(String)
  case device(DeviceAddress)

  static let help =
    "sim:SCENARIO, file:PATH, usb:[SERIAL], tty:PATH, unix:PATH, tcp:127.0.0.1:PORT, and cyton:, chords: or umyo: with a serial number or a path"

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    if parts.count == 2, parts[0] == "sim", let scenario = Scenario.named(parts[1]) {
      self = .simulation(scenario)
    } else if parts.count == 2, parts[0] == "file", !parts[1].isEmpty {
      self = .file(parts[1])
    } else if let address = DeviceAddress(argument) {
      self = .device(address)
    } else {
      return nil
    }
  }

  /// The address that `argument` is.
  ///
  /// - Throws: a validation error that says what is wrong with it.
  static func parse(_ argument: String) throws -> SourceAddress {
    guard let address = SourceAddress(argument: argument) else {
      throw ValidationError(trouble(with: argument))
    }
    return address
  }

  /// What is wrong with a text that is no address.
  static func trouble(with argument: String) -> String {
    let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let text = printable(argument, limit: 200)
    switch parts.first {
    case "sim": return "'\(text)': there is no such scenario; 'spasm simulate --list' lists them"
    case "tcp": return "'\(text)': only ports of this machine are listened to, as in tcp:127.0.0.1:7001"
    default: return "'\(text)' is no address: \(help)"
    }
  }

  /// The address as it is kept.
  var text: String {
    switch self {
    case .simulation(let scenario): "sim:\(scenario.name)"
    case .file(let path): "file:\(path)"
    case .device(let address): address.description
    }
  }

  /// Whether its samples come by themselves, at their own time.
  var isDevice: Bool { if case .device = self { true } else { false } }
}

/// Opens a recording of any form: a session's folder, a capture of the wire, or a file.
func openAnyRecording(_ path: String, options: ReadingOptions) throws -> any BlockSource {
  if SessionFolder(path: path).isSession { return try SessionSource(path: path) }
  let head = FileHandle(forReadingAtPath: path).flatMap { try? $0.read(upToCount: 300) } ?? Data()
  guard CaptureSource.recognises(Array(head)) else { return try openRecording(path: path, options: options) }
  return try CaptureSource(path: path)
}
