public import Logging

/// A log handler that writes lines for people and the journal; what is attached to a message follows in brackets.
public struct LineLog: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  private let line: LogLine
  private let pipe: LogPipe

  /// Lines of at least this level, into `pipe`.
  public init(_ level: Logger.Level, _ line: LogLine, to pipe: LogPipe) {
    logLevel = level
    self.line = line
    self.pipe = pipe
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    let attached = metadata.merging(event.metadata ?? [:]) { $1 }
    let words = attached.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    pipe.put(line.bytes(event.level, "\(event.message)\(words.isEmpty ? "" : " [\(words)]")"))
  }
}
