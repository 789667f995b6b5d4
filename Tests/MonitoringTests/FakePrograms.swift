import Fixtures
import Foundation
import Monitoring
import Signals

/// A folder with programs of a test's own, which is first on `PATH`.
final class FakePrograms {
  let folder: TemporaryFolder
  private let more: [String: String]

  init(environment more: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    self.more = more
  }

  /// What programs are given: the folder first, then the system's.
  var surroundings: AlertSurroundings { surroundings(path: "\(folder.path):/usr/bin:/bin") }

  /// Where no program is but those of the folder.
  var bareSurroundings: AlertSurroundings { surroundings(path: folder.path) }

  private func surroundings(path: String) -> AlertSurroundings {
    let own = ["PATH": path, "XDG_RUNTIME_DIR": folder.path, "HOME": folder.path]
    return AlertSurroundings(environment: own.merging(more) { $1 })
  }

  /// Adds a program that does as `script` says, in its folder.
  ///
  /// Another process writes it: a file that this one holds open while a test beside starts a program could not be run.
  func add(_ name: String, _ script: String) throws {
    try folder.write("#!/bin/sh\ncd \"${0%/*}\"\n\(script)\n".utf8, to: "\(name).text")
    let install = try Process.run(
      URL(filePath: "/usr/bin/install"),
      arguments: ["-m", "700", folder.path("\(name).text"), folder.path(name)])
    install.waitUntilExit()
  }

  /// Adds a program that notes its arguments and its input.
  func addRecorder(_ name: String) throws {
    try add(
      name, "for word; do printf '%s\\0' \"$word\"; done > arguments; /bin/cat > input; /usr/bin/env > names")
  }

  /// The arguments that a recorder was given; nil where it was not started.
  var arguments: [String]? {
    guard let bytes = try? bytes(ofFile: folder.path("arguments")) else { return nil }
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// What a recorder was given on its standard input.
  func input() throws -> [UInt8] { try bytes(ofFile: folder.path("input")) }
}

extension Alert {
  /// The example, with these words.
  static func saying(_ words: String, state: State = .given, wearable: Int = 0, given: Double = 0) -> Alert {
    var alert = Alert.example
    (alert.fullWords, alert.state, alert.wearable, alert.given) = (words, state, wearable, .init(given))
    return alert
  }
}
