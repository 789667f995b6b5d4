import Foundation
import Testing

/// The golden vectors of `Firmware-Protocol/vectors`.
enum Vectors {
  /// The folder of the pages.
  static let pages = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Firmware-Protocol")

  /// The cases of one file.
  static func read<Case: Decodable>(_ file: String, as _: Case.Type = Case.self) throws -> [Case] {
    let data = try Data(contentsOf: pages.appending(path: "vectors/\(file).json"))
    return try JSONDecoder().decode([Case].self, from: data)
  }

  /// A frame and what it says.
  struct FrameCase: Decodable {
    var name: String
    var hex: Bytes
    var type: String
    var id: UInt8
    var fields: [String: Field]

    /// What a later version added is skipped, and so does not come out again.
    var isOfLaterVersion: Bool { name.contains("of a later version") }
  }

  struct MalformedCase: Decodable {
    var name: String
    var link: String
    var hex: Bytes
    var error: String
  }

  struct DescriptionCase: Decodable {
    var name: String
    var hex: Bytes
    var description: Field
    var isOfLaterVersion: Bool { name.contains("of a later version") }
  }

  struct PackedCase: Decodable {
    var name: String
    var channels: Int
    var count: Int
    var samples: [Int32]
    var hex: Bytes
  }

  struct CheckCase: Decodable {
    var hex: Bytes
    var crc: UInt32
  }

  struct StuffingCase: Decodable {
    var name: String
    var raw: Bytes
    var encoded: Bytes
  }

  /// Steps of one stream, or of parts.
  struct StepsCase: Decodable {
    struct Step: Decodable {
      var hex: Bytes
      var index: UInt32?
      var samples: [Int32]?
      var whole: Bytes?
      var error: String?
    }
    var name: String
    var steps: [Step]
  }

  struct AccountCase: Decodable {
    var name: String
    var start: UInt32
    var end: UInt32
    var frames: [Bytes]
    var received: UInt64
    var lost: UInt64
    var overrun: UInt64
    var duplicate: UInt64
    var missing: [[UInt32]]
  }
}

/// Bytes, told as hexadecimal.
struct Bytes: Decodable, Hashable, CustomStringConvertible {
  var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  init(from decoder: any Decoder) throws {
    let text = Array(try decoder.singleValueContainer().decode(String.self).utf8)
    bytes = stride(from: 0, to: text.count, by: 2).map {
      UInt8(String(decoding: text[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
    }
  }

  var description: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

/// A value of a vector, as JSON has it.
indirect enum Field: Decodable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  case text(String)
  case list([Field])
  case object([String: Field])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Int64.self) {
      self = .integer(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([Field].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: Field].self))
    }
  }

  static func number(_ value: some BinaryInteger) -> Field { .integer(Int64(value)) }
  static func optional(_ value: (some BinaryInteger)?) -> Field { value.map { .number($0) } ?? .null }
  static func numbers(_ values: [some BinaryInteger]) -> Field { .list(values.map { .number($0) }) }
}

/// A name of the pages, `BAD_HEADER`, from one of ours, `badHeader`.
func pageName(_ name: String) -> String {
  var text = ""
  var before: Character = "A"
  for character in name {
    if character.isUppercase, before.isLowercase || before.isNumber { text += "_" }
    text += character.uppercased()
    before = character
  }
  return text
}
