import Testing

@testable import EpisodeRecorder

/// Examples of FIPS 180-4's companion (CSRC, "SHA-256 examples"), and NIST's of a million letters.
@Suite struct SHA256Tests {
  static let examples: [(bytes: [UInt8], digest: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      Array(repeating: UInt8(ascii: "a"), count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ]

  @Test(arguments: 0..<4) func `an example has its digest`(number: Int) {
    var hash = SHA256()
    Self.examples[number].bytes.withUnsafeBytes { hash.update($0) }
    #expect(hash.hexadecimal() == Self.examples[number].digest)
  }

  @Test func `pieces of any size lead to the digest of the whole`() {
    let bytes = (0..<300).map { UInt8($0 & 255) }
    for length in [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, 300] {
      var whole = SHA256()
      bytes.prefix(length).withUnsafeBytes { whole.update($0) }
      for piece in [1, 3, 63, 64, 65] {
        var hash = SHA256()
        for start in stride(from: 0, to: length, by: piece) {
          bytes[start..<min(length, start + piece)].withUnsafeBytes { hash.update($0) }
        }
        #expect(hash.hexadecimal() == whole.hexadecimal(), "\(length) bytes in pieces of \(piece)")
      }
    }
  }
}
