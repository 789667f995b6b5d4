internal import Signals

extension RecordingFormat {
  /// Formats of bytes.
  static let binary: [RecordingFormat] = [
    RecordingFormat(
      name: "EDF, EDF+", fileNames: "*.edf",
      summary: "16-bit data records; annotations; continuous and discontinuous",
      recognises: { _, head in isEDF(head, .two) },
      open: { path, options throws(RecordingError) in try EDFSource(path: path, options: options) }),
    RecordingFormat(
      name: "BDF, BDF+", fileNames: "*.bdf",
      summary: "24-bit data records; annotations; continuous and discontinuous",
      recognises: { _, head in isEDF(head, .three) },
      open: { path, options throws(RecordingError) in try EDFSource(path: path, options: options) }),
    RecordingFormat(
      name: "WFDB", fileNames: "*.hea, *.dat",
      summary: "signal formats 16, 24, 80 and 212; several signals and files a record",
      recognises: { path, _ in WFDBSource.recognises(path: path) },
      open: { path, options throws(RecordingError) in try WFDBSource(path: path, options: options) }),
  ]

  /// Whether `head` opens a file with samples of `width`.
  private static func isEDF(_ head: [UInt8], _ width: EDFVariant.SampleWidth) -> Bool {
    guard head.starts(with: EDFVariant(width, .plain).version) else { return false }
    // A column of numbers may begin with a zero and blanks; its first lines end within these bytes.
    return width == .three || !head.prefix(256).contains { $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
  }
}
