public import Logging
internal import Signals

/// A line of diagnostics: `spasm: level: text`, and without the level where it is news like any other.
public struct LogLine: Sendable {
  /// Whether the journal reads along, which takes `<N>` before a line as its priority (sd-daemon(3)).
  public var isForJournal: Bool

  /// Lines for the journal where `JOURNAL_STREAM` is set in the environment.
  public init(environment: [String: String]) {
    isForJournal = !(environment["JOURNAL_STREAM"] ?? "").isEmpty
  }

  /// The line without its line feed; nothing that a terminal would obey gets through.
  public func bytes(_ level: Logger.Level, _ text: String, saysLevel: Bool = true) -> [UInt8] {
    let priority = isForJournal ? "<\(level.priority)>" : ""
    let word = saysLevel && level != .info ? "\(level.rawValue): " : ""
    return Array("\(priority)spasm: \(word)\(printable(text, limit: 4000))".utf8)
  }
}

extension Logger.Level {
  /// The priority of syslog.h.
  fileprivate var priority: Int {
    switch self {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }
}
