import Foundation

/// The built command, run as people run it.
struct Command {
  /// What a run left behind.
  struct Result {
    var code: Int32
    var output: Data
    var error: String
    /// Standard output as text.
    var text: String { String(decoding: output, as: UTF8.self) }
    /// Standard output, line by line.
    var lines: [String] { text.split(separator: "\n").map(String.init) }
    /// Whether a signal ended it.
    var wasKilled: Bool
  }

  /// The command lies beside the tests in the build folder.
  static let path = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "spasm").path

  /// Runs the command with these arguments and waits for its end.
  ///
  /// Output goes to a file of its own, or to the file at `output`; `environment` is added to the test's own.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], output: String? = nil
  ) throws -> Result {
    let folder = try Folder()
    let (captured, said) = (folder.file("output"), folder.file("error"))
    for file in [captured, said] { try Data().write(to: URL(filePath: file)) }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "COLUMNS" }
      .merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output ?? captured))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: said))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      code: process.terminationStatus, output: try Data(contentsOf: URL(filePath: captured)),
      error: String(decoding: try Data(contentsOf: URL(filePath: said)), as: UTF8.self),
      wasKilled: process.terminationReason == .uncaughtSignal)
  }
}

/// A folder of a test's own, gone when it is released.
final class Folder {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "spasm-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file into the folder and gives its path.
  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: URL(filePath: file(name)))
    return file(name)
  }
}
