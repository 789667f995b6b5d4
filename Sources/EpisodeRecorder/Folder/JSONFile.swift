internal import Foundation

/// A small file of JSON, read and written whole.
enum JSONFile {
  /// Reads a value from the file at `path`; fields that are not known are left out.
  ///
  /// - Throws: ``SessionError`` when the file cannot be read or holds something else.
  static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws(SessionError) -> Value {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw SessionError(reading: path, error)
    }
    do {
      return try JSONDecoder().decode(type, from: bytes)
    } catch {
      throw SessionError(.malformed, path: path, reason: "is damaged, or of a later version")
    }
  }

  /// The bytes of a value: keys in their order, one a line.
  static func bytes(of value: some Encodable, path: String) throws(SessionError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
    } catch {
      throw SessionError(.unsuitable, path: path, reason: "a number is not finite")
    }
  }

  /// Writes a value to the file at `path`: what was there stays until all of it is on the disk.
  static func write(_ value: some Encodable, to path: String, calls: FileCalls) throws(SessionError) {
    let temporary = path + ".part"
    calls.remove(temporary)
    let file = try AppendedFile(path: temporary, calls: calls)
    do throws(SessionError) {
      try file.append(try bytes(of: value, path: path))
      let synced = file.sync()
      if synced < 0 { throw SessionError(system: -synced, path: path) }
      let moved = calls.rename(temporary, path)
      if moved < 0 { throw SessionError(system: -moved, path: path) }
    } catch {
      calls.remove(temporary)
      throw error
    }
  }
}
