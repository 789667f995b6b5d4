extension RecordingFormat {
  /// Formats of characters.
  static let text: [RecordingFormat] = [openSignals, openBCI, trigno, delimited]
}
