internal import Glibc
internal import Signals

/// Whether a settings file says what its owner wants: nobody else can have written it.
///
/// A settings file may name a program to run and an address to post to; whoever can write it could run programs as this user.
public enum SettingsTrust {
  /// Why a settings file is not trusted, and what to do.
  public struct Failure: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Problem: Hashable, Sendable {
      /// It is not there, or cannot be looked at, for this error number.
      case unseen(Int32)
      /// It is no regular file.
      case notAFile
      /// Its owner is neither this user nor the system's administrator.
      case owner
      /// Its group or others may write to it.
      case writable
    }

    /// What is wrong.
    public var problem: Problem
    /// The file, or the folder above it that is the trouble.
    public var path: String

    /// One line: the path, what is wrong and what to do.
    public var message: String {
      let path = printable(path, limit: 400)
      return switch problem {
      case .unseen(let code): "\(path): \(String(cString: strerror(code)))"
      case .notAFile: "\(path): is no file"
      case .owner:
        "\(path): belongs to another user, who could make this one run programs; make it your own (chown)"
      case .writable:
        "\(path): others may write to it, and could make this user run programs; mend it with: chmod go-w '\(path)'"
      }
    }
  }

  /// Sees to it that the file at `path`, and every folder above it, can be changed by this user or the system's
  /// administrator alone.
  ///
  /// Where `path` is a symbolic link, that holds of the folders above the link as much as of those above the file. A folder
  /// that all may write to passes where it keeps them from each other's files, as `/tmp` does.
  /// - Throws: ``Failure``.
  public static func check(_ path: String) throws(Failure) {
    let file = try resolved(path)
    try check(file, isFile: true)
    try checkFolders(above: file)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    try checkFolders(above: try resolved(folder) + "/.")
  }

  private static func resolved(_ path: String) throws(Failure) -> String {
    guard let real = realpath(path, nil) else { throw Failure(problem: .unseen(errno), path: path) }
    defer { free(real) }
    return String(cString: real)
  }

  private static func checkFolders(above path: String) throws(Failure) {
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      try check(rest.isEmpty ? "/" : String(rest), isFile: false)
    }
  }

  private static func check(_ path: String, isFile: Bool) throws(Failure) {
    var facts = stat()
    guard lstat(path, &facts) == 0 else { throw Failure(problem: .unseen(errno), path: path) }
    guard !isFile || facts.st_mode & S_IFMT == S_IFREG else { throw Failure(problem: .notAFile, path: path) }
    guard facts.st_uid == geteuid() || facts.st_uid == 0 else { throw Failure(problem: .owner, path: path) }
    let keepsApart = !isFile && facts.st_mode & S_ISVTX != 0
    guard facts.st_mode & (S_IWGRP | S_IWOTH) == 0 || keepsApart else {
      throw Failure(problem: .writable, path: path)
    }
  }
}
