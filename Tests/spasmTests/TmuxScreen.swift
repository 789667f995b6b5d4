import Foundation
import Testing

/// A command on a terminal of tmux, which is typed at and looked at as a person does.
final class TmuxScreen {
  private let name = "spasm-\(UUID().uuidString.prefix(8))"

  /// Whether there is a tmux to be had.
  static let isThere = ["/usr/bin/tmux", "/usr/local/bin/tmux"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Starts the command with these arguments on a terminal of this size; what it says on standard error goes to a file.
  init(
    _ arguments: [String], columns: Int, rows: Int, environment: [String: String], errors: String
  ) throws {
    let variables = environment.sorted { $0.key < $1.key }.flatMap { ["-e", "\($0.key)=\($0.value)"] }
    let line = ([Command.path] + arguments).map { "'\($0)'" }.joined(separator: " ")
    try tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"] + variables
        + ["\(line) 2>'\(errors)'; echo code $?; sleep 60"])
  }

  deinit { _ = try? tmux(["kill-server"]) }

  /// What is on the screen, a line each, without blanks at their ends.
  var lines: [String] {
    let text = (try? tmux(["capture-pane", "-p"])) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// Presses keys, by tmux's names.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Types text as it is.
  func type(_ text: String) throws { try tmux(["send-keys", "-l", text]) }

  /// Makes the terminal another size.
  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Looks at the screen until it shows `text`, for so many seconds at the most.
  func shows(_ text: String, within seconds: Double = 30) -> Bool {
    waits(within: seconds) { $0.contains { $0.contains(text) } }
  }

  /// Looks at the screen until `isTrue`.
  func waits(within seconds: Double = 30, until isTrue: ([String]) -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isTrue(lines) { return true }
      usleep(50_000)
    }
    return false
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["tmux", "-u", "-L", name] + arguments
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }
}
