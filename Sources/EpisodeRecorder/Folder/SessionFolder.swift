internal import Foundation

/// Where a session's files lie.
///
/// The files are the truth; everything else can be made again from them.
///
/// | file | what it holds |
/// |---|---|
/// | `signal-0001.bdf` … | the samples, BDF+C, all streams at their own rates |
/// | `delivery.jsonl` | what BDF cannot say: exact gaps, blank values, remarks |
/// | `events.jsonl` | the detection's lines, as `--json` prints them |
/// | `notes.jsonl` | what the person wrote |
/// | `session.json` | the device, its streams, the preset |
/// | `sites.json` | what was known of the electrode sites before the first sample, where it was |
/// | `manifest.json` | sizes and checksums, once the session is closed |
/// | `wearable-2` … | where there are further wearables: a folder like this one each |
public struct SessionFolder: Hashable, Sendable {
  /// The folder.
  public let path: String

  /// The session in the folder at `path`, which need not be there yet.
  public init(path: String) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// The folder's own name, by which a person names the session.
  ///
  /// That of a further wearable's folder has the session's before it.
  public var id: String {
    let names = path.split(separator: "/").suffix(2)
    guard let last = names.last else { return path }
    return Self.wearableNumber(last) == nil ? String(last) : names.joined(separator: "/")
  }

  public var description: String { file("session.json") }
  public var manifest: String { file("manifest.json") }
  public var events: String { file("events.jsonl") }
  public var notes: String { file("notes.jsonl") }
  public var sites: String { file("sites.json") }
  public var delivery: String { file("delivery.jsonl") }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The path of a part, counted from 1.
  public func part(_ number: Int) -> String {
    let digits = String(number)
    return file("signal-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).bdf")
  }

  /// The numbers of the parts that are there, in order.
  public var parts: [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix("signal-"), name.hasSuffix(".bdf"),
        let number = Int(name.dropFirst(7).dropLast(4)),
        number > 0, part(number).hasSuffix("/\(name)")
      else { return nil }
      return number
    }.sorted()
  }

  /// Whether a folder holds a session.
  public var isSession: Bool { FileManager.default.fileExists(atPath: description) }

  /// Whether the session was closed: a session without a manifest is being recorded, or was cut off.
  public var isClosed: Bool { FileManager.default.fileExists(atPath: manifest) }
}
