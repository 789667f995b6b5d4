import Signals
import Testing

@testable import Settings

/// Whatever the file holds, it is read to its end or its mistake is told, and that soon.
@Suite struct SpoiltFileTests {
  private func read(_ bytes: [UInt8]) -> [SettingMistake] {
    let file = SettingsFile(path: "/f", bytes: bytes)
    return SettingsInEffect(file: file).mistakes
  }

  @Test func `random bytes never crash it`() {
    var random = SeededGenerator(seed: 1)
    let marks = Array("{}[]:,-?&*!|>'\"%@`# \n\tab0~".utf8)
    for round in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        round % 3 == 0 ? UInt8.random(in: 0...255, using: &random) : marks.randomElement(using: &random) ?? 0
      }
      _ = read(bytes)
    }
  }

  @Test func `spoilt templates never crash it`() {
    var random = SeededGenerator(seed: 2)
    let whole = Array(SettingsTemplate.text.replacing("#", with: "").utf8)
    for _ in 0..<300 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...20, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
        }
      }
      _ = read(bytes)
    }
  }

  @Test func `a template cut anywhere never crashes it`() {
    let whole = Array(SettingsTemplate.text.replacing("#", with: "").utf8.prefix(1500))
    for end in whole.indices { _ = read(Array(whole[..<end])) }
  }

  @Test(arguments: ["[", "{", "{a: ", "- ", "? ", "a:\n ", "!", "|\n", "'", "\"", "&a [*a,", "%"])
  func `what goes on and on is told in a second`(piece: String) {
    let text = String(String(repeating: piece, count: 70_000).prefix(65_000))
    let clock = ContinuousClock()
    let time = clock.measure { _ = read(Array(text.utf8)) }
    // A hundredth of it when measured; two busy cores are allowed for.
    #expect(time < .seconds(5))
  }

  @Test func `references that would double a text thirty times are refused`() {
    var text = "a0: &a0 [x, x]\n"
    for number in 1...30 { text += "a\(number): &a\(number) [*a\(number - 1), *a\(number - 1)]\n" }
    #expect(read(Array((text + "? *a30\n: 1\n").utf8)).count == 1)
  }

  @Test func `a file without an end, and one that is no text, are refused`() {
    #expect(read(Array(repeating: UInt8(ascii: " "), count: 70_000)).first?.reason.contains("64 kB") == true)
    #expect(read([0xFF, 0xFE]).map(\.message) == ["/f: is no UTF-8"])
    #expect(read([]).isEmpty && read(Array("# nothing\n".utf8)).isEmpty)
  }
}
