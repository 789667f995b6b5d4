import Testing

@testable import RecordingFormats

struct LineReaderTests {
  private func lines(_ bytes: [UInt8], buffer: Int = 1 << 18) throws -> [String] {
    let file = try TextFile(bytes: bytes)
    let reader = try LineReader(file: ByteFile(path: file.path), buffer: buffer)
    var lines: [String] = []
    while let line = try reader.next() {
      lines.append("\(reader.number)@\(reader.offset):" + String(decoding: line, as: UTF8.self))
    }
    return lines
  }

  private func complaint(_ bytes: [UInt8]) throws -> String? {
    do {
      _ = try lines(bytes)
      return nil
    } catch let error as RecordingError {
      return "\(error.place ?? ""): \(error.reason)"
    }
  }

  @Test func `lines end in LF or CR LF, and the last with the file`() throws {
    #expect(try lines(Array("a\r\nb\n\nc".utf8)) == ["1@0:a", "2@3:b", "3@5:", "4@6:c"])
    #expect(try lines(Array("a\n".utf8)) == ["1@0:a"])
  }

  @Test func `a UTF-8 mark is no part of the first line`() throws {
    #expect(try lines([0xEF, 0xBB, 0xBF] + Array("a\nb".utf8)) == ["1@3:a", "2@5:b"])
  }

  @Test(arguments: 1...17)
  func `lines are the same however small the buffer is`(size: Int) throws {
    let text = "1,2\r\n\n33,44\n5555555555555555555,6\nlast"
    #expect(try lines(Array(text.utf8), buffer: size) == lines(Array(text.utf8)))
  }

  @Test(arguments: [1, 10, 100, 1000, 40_000, 100_000, 200_000])
  func `a long last line without a line break is read as it stands`(length: Int) throws {
    let last = (0..<length).map { UInt8(48 + $0 % 10) }
    for buffer in [64, 1 << 16, 1 << 18] {
      #expect(
        try lines(Array("a,b\n".utf8) + last, buffer: buffer) == [
          "1@0:a,b", "2@4:" + String(decoding: last, as: UTF8.self),
        ])
      #expect(try lines(last, buffer: buffer) == ["1@0:" + String(decoding: last, as: UTF8.self)])
    }
  }

  @Test func `UTF-16 is refused by its mark`() throws {
    #expect(try complaint([0xFF, 0xFE, 0x31, 0]) == "byte 0: is UTF-16 text; save it as UTF-8")
    #expect(try complaint([0xFE, 0xFF, 0, 0x31]) == "byte 0: is UTF-16 text; save it as UTF-8")
  }

  @Test func `a NUL byte is refused with its place`() throws {
    #expect(
      try complaint(Array("12\n3".utf8) + [0, 10])
        == "byte 4: holds a NUL byte: binary data or UTF-16, not text")
  }

  @Test func `a line of a megabyte is read, a longer one refused with its number`() throws {
    let long = [UInt8](repeating: 49, count: LineReader.longestLine)
    #expect(try lines([50, 10] + long + [10]).count == 2)
    #expect(try complaint([50, 10] + long + long) == "line 2: the line is longer than 1 MB")
  }
}
