extension RecordingFormat {
  /// Formats of bytes.
  static let binary: [RecordingFormat] = []
}
