internal import Foundation
internal import GRDB

/// The index of all sessions, in SQLite.
///
/// The folders are the truth: whatever it holds can be made again from them.
///
/// It follows the folders whenever it is opened: what was added, changed or removed is told by the size and time of the
/// files. One that is damaged, or was made by a later version, is moved aside and made anew.
public final class Library {
  public let folder: LibraryFolder
  /// What was done to the index, a line each.
  public private(set) var remarks: [String] = []
  let database: DatabasePool

  /// Opens the library, and brings it up to date.
  ///
  /// - Throws: ``SessionError`` when the folder or the index cannot be written.
  public init(_ folder: LibraryFolder) throws(SessionError) {
    self.folder = folder
    try folder.create()
    // One process at a time opens it: another would take a half-made index for a damaged one.
    let lock = Glibc.open("\(folder.path)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    defer { if lock >= 0 { close(lock) } }
    if lock >= 0 { while flock(lock, LOCK_EX) != 0, errno == EINTR {} }
    do {
      do {
        database = try Self.open(folder.index)
      } catch let error as DatabaseError where Self.isDamage(error) {
        let aside = try Self.moveAside(folder.index)
        remarks.append("\(folder.index): cannot be used; it was moved to \(aside) and made anew")
        database = try Self.open(folder.index)
      }
      try refresh()
    } catch {
      throw Self.described(error, folder.index)
    }
  }

  /// Forgets everything, and reads every folder again; returns how many sessions there are.
  ///
  /// - Throws: ``SessionError`` when the index cannot be written.
  @discardableResult
  public func rebuild() throws(SessionError) -> Int {
    do {
      try database.write { try $0.execute(sql: "DELETE FROM sessions") }
      try refresh()
      return try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sessions") ?? 0 }
    } catch {
      throw Self.described(error, folder.index)
    }
  }

  /// What a query gives.
  func query<Value>(_ body: (Database) throws -> Value) throws(SessionError) -> Value {
    do { return try database.read(body) } catch { throw Self.described(error, folder.index) }
  }

  private static func open(_ path: String) throws -> DatabasePool {
    // SQLite's helper files take their permissions from the database's.
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SessionError(system: errno, path: path) }
    close(descriptor)
    var configuration = Configuration()
    // Another process may be reading the folders into it.
    configuration.busyMode = .timeout(10)
    let pool = try DatabasePool(path: path, configuration: configuration)
    let isSound = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") } == "ok"
    guard isSound else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let migrator = Self.migrator
    if try pool.read(migrator.hasBeenSuperseded) { throw DatabaseError(resultCode: .SQLITE_NOTADB) }
    try migrator.migrate(pool)
    return pool
  }

  private static func isDamage(_ error: DatabaseError) -> Bool {
    // SQLITE_ERROR is what tables give that are not those of the migrations that it is said to have had.
    [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode)
  }

  private static func moveAside(_ path: String) throws -> String {
    let files = FileManager.default
    let aside = (1...).lazy.map { "\(path).damaged-\($0)" }.first { !files.fileExists(atPath: $0) } ?? path
    for ending in ["", "-wal", "-shm"] where files.fileExists(atPath: path + ending) {
      try files.moveItem(atPath: path + ending, toPath: aside + ending)
    }
    return aside
  }

  private static func described(_ error: any Error, _ path: String) -> SessionError {
    switch error {
    case let error as SessionError: error
    case let error as DatabaseError:
      SessionError(
        [.SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN].contains(error.resultCode) ? .forbidden : .failed,
        path: path, reason: "the index cannot be used (\(error.message ?? "\(error.resultCode)"))")
    default: SessionError(.failed, path: path, reason: "the index cannot be used")
    }
  }
}
