public import Foundation

/// Where the project's own small recordings are, for tests.
public enum Fixtures {
  /// The folder that holds them.
  public static var folder: URL {
    Bundle.module.resourceURL?.appending(path: "recordings") ?? URL(filePath: ".")
  }

  /// The path of one recording.
  public static func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Every file of every recording, in the order of their names; a truth beside one is none.
  public static func all() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") && !$0.hasSuffix(".json") }.sorted()
  }

  /// The path of a folder of real recordings beside the checkout, where there is one.
  public static func shared(_ name: String) -> String? {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "shared/\(name)").path
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }
}
