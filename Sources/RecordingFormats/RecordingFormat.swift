internal import Signals

/// A format that recordings come in.
public struct RecordingFormat: Sendable {
  /// What people call it.
  public var name: String
  /// How its files are usually named.
  public var fileNames: String
  /// What of it is understood, in one line.
  public var summary: String
  /// Whether a file with this name and these first bytes is of this format.
  var recognises: @Sendable (_ path: String, _ head: [UInt8]) -> Bool
  /// Opens a file of this format.
  var open: @Sendable (_ path: String, _ options: ReadingOptions) throws(RecordingError) -> any BlockSource
}

extension RecordingFormat {
  /// Every format that can be replayed, the most specific first: the first that recognises a file opens it.
  public static let all: [RecordingFormat] = binary + text
}
