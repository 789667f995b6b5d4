import Foundation
import Links
import Wearables

/// A capture of the wire on its way to a file, which only its owner may read.
final class CaptureFile {
  private let file: FileHandle
  private let path: String
  private var hasFailed = false

  /// Creates the file of a device of this kind at `path`, emptying one that exists.
  ///
  /// - Throws: ``LinkError`` when it cannot be written.
  init(path: String, kind: DeviceKind) throws {
    guard
      FileManager.default.createFile(
        atPath: path, contents: Data(Capture.head(kind: kind.rawValue)),
        attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forUpdatingAtPath: path)
    else { throw LinkError(.failed, name: path, reason: "cannot be written") }
    try file.seekToEnd()
    self.file = file
    self.path = path
  }

  /// Adds what went over the wire; a failure is told once, and what goes on is not kept.
  func add(_ record: Capture.Record) {
    guard !hasFailed else { return }
    do {
      try file.write(contentsOf: Data(Capture.encode(record)))
    } catch {
      hasFailed = true
      Failure.say("\(path): the capture ends here: \(error.localizedDescription)")
    }
  }
}
