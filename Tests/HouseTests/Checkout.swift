import Foundation
import Testing

/// The checkout that these tests were built from.
enum Checkout {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A Swift file of the project.
  struct File: CustomTestStringConvertible {
    /// Where it is, from the checkout's root.
    var path: String
    /// Its lines.
    var lines: [Substring]

    var testDescription: String { path }

    /// The modules that it imports.
    var imports: [String] {
      lines.compactMap { line in
        line.firstMatch(
          of:
            #/^\s*(@\w+ +)?(public |package |internal |fileprivate |private )?import +(?:(?:struct|class|enum|protocol|func|var|let|typealias) +)?(\w+)/#
        ).map { String($0.3) }
      }
    }
  }

  /// Every Swift file in a folder of the checkout, in the order of their paths.
  static func files(in folder: String) throws -> [File] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
    return try names.filter { $0.hasSuffix(".swift") }.sorted().map { name in
      let text = try String(contentsOf: root.appending(path: "\(folder)/\(name)"), encoding: .utf8)
      return File(
        path: "\(folder)/\(name)", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }
}
