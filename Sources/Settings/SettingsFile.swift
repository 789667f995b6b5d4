internal import Foundation
internal import SpasmDetection

/// The settings file: what it says, and whether it may be believed.
public struct SettingsFile: Sendable {
  /// Where it is.
  public let path: String
  /// Whether there is one.
  public let exists: Bool
  /// What it says, by the settings' names.
  let nodes: [SettingName: SettingsNode]
  /// What cannot be understood of it.
  let mistakes: [SettingMistake]
  /// Why it could be another's word; nil where only its owner can write it.
  public let distrust: SettingMistake?

  /// `$XDG_CONFIG_HOME/spasm/settings.yaml`, or `~/.config/spasm/settings.yaml`.
  ///
  /// A relative `$XDG_CONFIG_HOME` is passed over, as the XDG Base Directory Specification asks.
  public static func standardPath(environment: [String: String]) -> String {
    let folder =
      environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? home(environment) + "/.config"
    return folder + "/spasm/settings.yaml"
  }

  /// The person's own folder.
  static func home(_ environment: [String: String]) -> String { environment["HOME"] ?? NSHomeDirectory() }

  /// Reads the file at `path`; one that is not there says nothing.
  public init(path: String) {
    // A pipe without a writer would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    let code = errno
    guard descriptor >= 0 else {
      let isAbsent = code == ENOENT || code == ENOTDIR
      self.init(
        path, exists: !isAbsent,
        isAbsent ? [] : [Self.unreadable(path, code)])
      return
    }
    defer { close(descriptor) }
    var about = stat()
    guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
      self.init(path, exists: true, [SettingMistake(place: path, "is no file")])
      return
    }
    let distrust = Self.distrust(of: path)
    guard about.st_size <= SettingsText.longest,
      let data = try? FileHandle(fileDescriptor: descriptor).read(upToCount: SettingsText.longest + 1)
        ?? Data(), data.count <= SettingsText.longest
    else {
      let reason = "settings of more than \(SettingsText.longest / 1024) kB are not read"
      self.init(path, exists: true, [SettingMistake(place: path, reason)], distrust: distrust)
      return
    }
    self.init(path: path, bytes: Array(data), distrust: distrust)
  }

  /// A file at `path` that holds `bytes`.
  init(path: String, bytes: [UInt8], distrust: SettingMistake? = nil) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      self.init(path, exists: true, [SettingMistake(place: path, "is no UTF-8")], distrust: distrust)
      return
    }
    var nodes: [SettingName: SettingsNode] = [:]
    var mistakes: [SettingMistake] = []
    do throws(SettingMistake) {
      let entries = try SettingsText.read(text) { .file(path: path, line: $0, column: $1) }
      for entry in entries { Self.take(entry, into: &nodes, &mistakes) }
    } catch {
      mistakes.append(error)
    }
    self.init(path, exists: true, mistakes, nodes, distrust: distrust)
  }

  private init(
    _ path: String, exists: Bool, _ mistakes: [SettingMistake], _ nodes: [SettingName: SettingsNode] = [:],
    distrust: SettingMistake? = nil
  ) {
    self.path = path
    self.exists = exists
    self.mistakes = mistakes
    self.nodes = nodes
    self.distrust = distrust
  }

  private static func take(
    _ entry: SettingsNode.Entry, into nodes: inout [SettingName: SettingsNode],
    _ mistakes: inout [SettingMistake]
  ) {
    if SettingName.groups.contains(entry.key) {
      if entry.value.isEmpty { return }
      guard case .map(let members, _) = entry.value else {
        mistakes.append(
          SettingMistake(at: entry.value.source, name: entry.key, "takes names with values, each in a line"))
        return
      }
      for member in members {
        take(member, called: "\(entry.key).\(member.key)", into: &nodes, &mistakes)
      }
    } else {
      take(entry, called: entry.key, into: &nodes, &mistakes)
    }
  }

  private static func take(
    _ entry: SettingsNode.Entry, called name: String, into nodes: inout [SettingName: SettingsNode],
    _ mistakes: inout [SettingMistake]
  ) {
    guard let known = SettingName(rawValue: name) else {
      let nearest = nearestWord(to: name, of: SettingName.allCases.map(\.rawValue)) ?? ""
      mistakes.append(
        SettingMistake(
          at: entry.keySource, "there is no setting '\(name)'; did you mean '\(nearest)'?"))
      return
    }
    // Once in its group and once by its whole name.
    if nodes[known] != nil { mistakes.append(SettingMistake(at: entry.keySource, "told twice: \(name)")) }
    if !entry.value.isEmpty { nodes[known] = entry.value }
  }

  private static func unreadable(_ path: String, _ code: Int32) -> SettingMistake {
    SettingMistake(
      code == EACCES || code == EPERM ? .forbidden : .malformed, place: path,
      "cannot be read: \(String(cString: strerror(code)))")
  }
}
