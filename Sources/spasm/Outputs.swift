import ArgumentParser
import Foundation
import Monitoring

/// What a command writes beside standard output, looked at before anything is read: hours of replay must not end in an
/// error, and no recording must be written over.
enum Outputs {
  /// A file that is written: the option that names it, and its path.
  typealias File = (option: String, path: String)

  /// Refuses files that are read by the same command, that are named twice, or that cannot be written.
  static func check(_ files: [File], inputs: [String]) throws {
    for (position, file) in files.enumerated() {
      guard !file.path.isEmpty else { throw ValidationError("\(file.option) takes a file, not nothing") }
      let place = identity(file.path)
      if let input = inputs.first(where: { identity($0) == place }) {
        throw ValidationError("\(file.option) would write over \(input), which is read")
      }
      if let other = files[..<position].first(where: { identity($0.path) == place }) {
        throw ValidationError("\(other.option) and \(file.option) name the same file")
      }
      try WholeFile.probe(file.path)
    }
  }

  /// Refuses to draw over a file that is no picture: a mistyped name must not cost a recording.
  static func checkPicture(_ path: String) throws {
    guard let file = FileHandle(forReadingAtPath: path), let head = try file.read(upToCount: 64),
      !head.isEmpty
    else { return }
    let text = String(decoding: head, as: UTF8.self)
    guard text.hasPrefix("<svg") || text.hasPrefix("<?xml") else {
      throw ValidationError("--plot does not write over \(path), which is no picture")
    }
  }

  /// What two paths to one file have in common, whether it is there or not.
  private static func identity(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
