import Foundation
import Testing

/// A command on a terminal of tmux, which is typed at and looked at as a person does.
final class TmuxScreen {
  private let name = "spasm-\(UUID().uuidString.prefix(8))"
  private let folder: Folder

  /// Whether there is a tmux to be had.
  static let isThere = ["/usr/bin/tmux", "/usr/local/bin/tmux"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Starts the command with these arguments on a terminal of this size; what it says on standard error goes to a file.
  init(
    _ arguments: [String], columns: Int, rows: Int, environment: [String: String], errors: String
  ) throws {
    folder = try Folder()
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

  /// Runs tmux and waits for it; its server lives on, and holds what Foundation's Process would wait for.
  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let file = folder.file("tmux-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: file) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, file, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    var words = (["tmux", "-u", "-L", name] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process: pid_t = 0
    try #require(posix_spawnp(&process, "tmux", &actions, nil, &words, environ) == 0)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
  }
}
