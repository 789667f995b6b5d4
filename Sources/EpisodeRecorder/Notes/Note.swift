public import Events
internal import Foundation
internal import Signals

/// What the person wrote about a moment of a session: a line of `notes.jsonl`.
public struct Note: Hashable, Sendable {
  /// What a note is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Words, a pain, or both.
    case note
    /// A moment that is marked, without words.
    case mark
    /// What an episode was in truth; it stands beside the detector's word.
    case correction
  }

  public var kind: Kind
  /// When it applies, by the wall clock.
  public var at: WallTime
  /// The same in seconds of the session: negative before the start, nil where that is not known.
  public var atSeconds: Double?
  public var text: String?
  /// From 0, none, to 10, the worst there is.
  public var pain: Int?
  /// The episode that a correction is about.
  public var episode: Int?
  /// What the episode was: a kind of episode.
  public var label: String?

  /// The greatest pain that can be told.
  public static let greatestPain = 10

  /// A note; text and label lose control characters.
  public init(
    _ kind: Kind, at: WallTime, atSeconds: Double?, text: String? = nil, pain: Int? = nil,
    episode: Int? = nil, label: String? = nil
  ) {
    self.kind = kind
    self.at = at
    self.atSeconds = atSeconds
    self.text = text.map { printable($0, limit: 4000) }
    self.pain = pain
    self.episode = episode
    self.label = label.map { printable($0) }
  }

  /// The line, with its line feed.
  public var line: [UInt8] {
    var text = JSONText()
    text.object { write(to: &$0) }
    return text.bytes + [UInt8(ascii: "\n")]
  }

  /// Writes the fields into an object; without `withTimes` it tells no wall clock.
  public func write(to json: inout JSONText, withTimes: Bool = true) {
    json.field("kind", kind.rawValue)
    if withTimes { json.field("at", at.iso8601) }
    json.optional("at_s", atSeconds, decimals: 3)
    json.optional("text", text)
    json.optional("pain", pain)
    if kind == .correction {
      json.optional("episode", episode)
      json.optional("label", label)
    }
  }

  /// The note that a line holds; nil of one that was cut, or of a kind that this version knows nothing of.
  public init?(line: some Sequence<UInt8>) {
    guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(line)),
      let kind = Kind(rawValue: fields.kind ?? "note"), let at = WallTime(iso8601: fields.at),
      abs(fields.at_s ?? 0) <= EventLog.longest
    else { return nil }
    self.init(
      kind, at: at, atSeconds: fields.at_s, text: fields.text,
      pain: fields.pain.flatMap { (0...Self.greatestPain).contains($0) ? $0 : nil },
      episode: fields.episode, label: fields.label)
  }

  private struct Fields: Decodable {
    var kind: String?
    var at: String
    var at_s: Double?
    var text: String?
    var pain: Int?
    var episode: Int?
    var label: String?
  }
}
