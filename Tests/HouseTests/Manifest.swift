import Fixtures
import Foundation

/// What the manifest declares, as the package manager reads it.
struct Manifest: Decodable {
  let targets: [Target]

  /// A target, and what it says it needs.
  struct Target: Decodable {
    let name: String
    /// What kind of target it is, such as `regular` or `test`.
    let type: String
    let dependencies: [Dependency]

    var isTest: Bool { type == "test" }
  }

  /// One thing that a target needs: a target or product by name.
  struct Dependency: Decodable {
    let name: String

    private enum CodingKeys: CodingKey { case byName, target, product }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      guard let key = fields.allKeys.first else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "a dependency of no known kind"))
      }
      // The name comes first, then the package, conditions and the like.
      var values = try fields.nestedUnkeyedContainer(forKey: key)
      name = try values.decode(String.self)
    }
  }

  /// Asks the package manager.
  static func read() throws -> Manifest {
    // A scratch path of its own: the build's is locked while tests run.
    let scratch = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swift", "package", "--package-path", Checkout.root.path, "--scratch-path", scratch.path,
      "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let json = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(Manifest.self, from: json)
  }
}
