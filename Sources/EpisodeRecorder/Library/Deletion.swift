internal import Foundation

/// A session that is to be deleted, and what goes with it; nobody records or mends it meanwhile.
public struct Deletion {
  public let folder: SessionFolder
  /// How many files there are, and what they take on the disk.
  public let files: Int
  public let bytes: Int64
  private let locks: [SessionLock]

  /// Looks at what would be deleted.
  ///
  /// - Throws: ``SessionError`` when the session is being recorded or mended, or is one wearable's part of one.
  public init(_ folder: SessionFolder) throws(SessionError) {
    self.folder = folder
    guard folder.wearable == 1 else {
      throw SessionError(.unsuitable, path: folder.path, reason: "is a part of a session; delete all of it")
    }
    let stamps = FileStamp.all(in: folder)
    files = stamps.count
    bytes = stamps.map(\.bytes).reduce(0, +)
    var locks: [SessionLock] = []
    for wearable in folder.wearables { locks.append(try SessionLock(wearable)) }
    self.locks = locks
  }

  /// Deletes the session's folder; it is no session any more from the first moment on.
  ///
  /// - Throws: ``SessionError`` when it cannot be deleted.
  public func perform() throws(SessionError) {
    let parent = URL(filePath: folder.path).deletingLastPathComponent().path
    let hidden = "\(parent)/.deleted-\(folder.id)-\(getpid())"
    guard rename(folder.path, hidden) == 0 else { throw SessionError(system: errno, path: folder.path) }
    do {
      try FileManager.default.removeItem(atPath: hidden)
    } catch {
      throw SessionError(.failed, path: hidden, reason: "not all of the session could be deleted")
    }
  }
}
