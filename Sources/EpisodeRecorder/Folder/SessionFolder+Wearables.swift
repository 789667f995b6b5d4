internal import Foundation

// A session of several wearables: the files of the first lie in the session's folder, and each further one has a folder in it
// that is a session of its own, `wearable-2` and on.

extension SessionFolder {
  private static let companionPrefix = "wearable-"

  /// The folder of a further wearable, counted from 2.
  public func companion(_ number: Int) -> SessionFolder {
    SessionFolder(path: file(Self.companionName(number)))
  }

  /// The name of a further wearable's folder.
  static func companionName(_ number: Int) -> String { "\(companionPrefix)\(number)" }

  /// Which wearable a folder of this name is of; nil of any other name.
  static func wearableNumber(_ name: some StringProtocol) -> Int? {
    guard name.hasPrefix(companionPrefix), let number = Int(name.dropFirst(companionPrefix.count)),
      number > 1,
      companionName(number) == name
    else { return nil }
    return number
  }

  /// Which wearable of a session this is the folder of: 1 of the first, or where there is only one.
  public var wearable: Int { Self.wearableNumber(path.split(separator: "/").last ?? "") ?? 1 }

  /// The further wearables' folders that are there, in order.
  public var companions: [SessionFolder] {
    guard wearable == 1 else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { Self.wearableNumber($0) }.sorted().map(companion).filter { folder in
      // A link could lead out of the session.
      var status = stat()
      return lstat(folder.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && folder.isSession
    }
  }

  /// The names of the further wearables' folders that are there; nil where there are none, as a manifest has it.
  var companionNames: [String]? {
    let names = companions.map { Self.companionName($0.wearable) }
    return names.isEmpty ? nil : names
  }

  /// The folder of every wearable, the first one's first.
  public var wearables: [SessionFolder] { [self] + companions }
}
