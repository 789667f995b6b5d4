/// The text fields of an EDF header: read by place, refused with their place.
struct EDFFields {
  let path: String
  let bytes: [UInt8]
  /// The signal that the fields belong to, for messages.
  var signal: (position: Int, label: String)?

  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  /// The text of `width` bytes at `offset` without its padding.
  func text(_ offset: Int, _ width: Int) -> String { decodeHeaderText(field(offset, width)) }

  /// The whole number at `offset`.
  func integer(_ offset: Int, width: Int = 8, _ name: String) throws(RecordingError) -> Int {
    guard let value = Int(text(offset, width)) else { throw notANumber(offset, width, name) }
    return value
  }

  /// The digital limit at `offset`.
  func digital(_ offset: Int, _ name: String) throws(RecordingError) -> Int32 {
    guard let value = Int32(text(offset, 8)) else { throw notANumber(offset, 8, name) }
    return value
  }

  /// The finite number at `offset`.
  func real(_ offset: Int, _ name: String) throws(RecordingError) -> Double {
    guard let value = Double(text(offset, 8)), value.isFinite else { throw notANumber(offset, 8, name) }
    return value
  }

  /// The decimal number at `offset`, exactly.
  func decimal(_ offset: Int, _ name: String) throws(RecordingError) -> ExactDecimal {
    guard let value = ExactDecimal(text(offset, 8).utf8) else { throw notANumber(offset, 8, name) }
    return value
  }

  /// The error that the header says `reason` at the byte `offset`.
  func malformed(at offset: Int, _ reason: String) -> RecordingError {
    let place =
      signal.map { Self.place(signal: $0.position, label: $0.label, byte: offset) }
      ?? "header, byte \(offset)"
    return RecordingError(.malformed, path: path, place: place, reason: reason)
  }

  /// How a message names a place in the header of a signal.
  static func place(signal position: Int, label: String, byte: Int) -> String {
    "header of signal \(position) (\(label)), byte \(byte)"
  }

  private func field(_ offset: Int, _ width: Int) -> ArraySlice<UInt8> {
    // Some writers pad with zero bytes in place of blanks.
    func isPadding(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0 }
    let field = bytes[offset..<offset + width]
    guard let first = field.firstIndex(where: { !isPadding($0) }),
      let last = field.lastIndex(where: { !isPadding($0) })
    else { return [] }
    return field[first...last]
  }

  private func notANumber(_ offset: Int, _ width: Int, _ name: String) -> RecordingError {
    malformed(at: offset, "the \(name) is '\(text(offset, width))', which is not a number")
  }
}
