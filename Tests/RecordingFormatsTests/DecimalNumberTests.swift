import Foundation
import Testing

@testable import RecordingFormats

struct DecimalNumberTests {
  private func parse(_ text: String, mark: Character = ".") -> (number: DecimalNumber?, used: Int) {
    Array(text.utf8).withUnsafeBytes { bytes in
      var position = 0
      let number = DecimalNumber(bytes, at: &position, decimalMark: mark.asciiValue ?? 46)
      return (number, position)
    }
  }

  @Test(arguments: [
    ("0", 0.0, 0), ("-0.0", 0.0, 1), ("+7", 7.0, 0), ("007", 7.0, 0), (".5", 0.5, 1), ("5.", 5.0, 0),
    ("-0.0008", -0.0008, 4), ("1.259259e+003", 1259.259, 3), ("-1.05745e-05", -1.05745e-05, 10),
    ("2e3", 2000.0, 0), ("9007199254740993", 9_007_199_254_740_993.0, 0),
    ("123456789012345678901234567890", 123456789012345678901234567890.0, 0),
    ("0.1234567890123456789", 0.1234567890123456789, 19),
    ("-0.0042724609375", -0.0042724609375, 13),
  ])
  func `a printed number has its value and its decimals`(text: String, value: Double, decimals: Int) throws {
    let (number, used) = parse(text)
    let parsed = try #require(number)
    #expect(parsed.value == value)
    #expect(parsed.decimals == decimals)
    #expect(used == text.utf8.count)
  }

  @Test(arguments: ["", "-", "+", ".", "-.", "e5", "abc", "--5", ",5"])
  func `what begins no number is none, and nothing is used up`(text: String) {
    let (number, used) = parse(text)
    #expect(number == nil)
    #expect(used == 0)
  }

  @Test(arguments: [("5e", 1), ("5e+", 1), ("5abc", 1), ("1.2.3", 3), ("7 8", 1), ("0x1F", 1)])
  func `reading stops where the number ends`(text: String, length: Int) {
    #expect(parse(text).used == length)
  }

  @Test func `a decimal comma is a decimal mark when told`() {
    #expect(parse("-1,25", mark: ",").number?.value == -1.25)
    #expect(parse("-1,25").used == 2)
  }

  @Test func `numbers beyond a Double are infinite and do no harm`() {
    #expect(parse("1e999").number?.value == .infinity)
    #expect(parse("-1e99999999999999999999").number?.value == -.infinity)
    #expect(parse("1e-999999999999").number?.value == 0)
  }

  @Test func `random numbers are those of strtod, to the bit`() throws {
    var chance = Mutator(seed: 4711)
    for _ in 0..<20_000 {
      let digits = 1 + chance.number(below: 22)
      var text = chance.number(below: 2) == 0 ? "-" : ""
      let point = chance.number(below: digits + 1)
      for index in 0..<digits {
        if index == point { text += "." }
        text += String(chance.number(below: 10))
      }
      if chance.number(below: 4) == 0 { text += "e\(chance.number(below: 641) - 330)" }
      let (number, used) = parse(text)
      let parsed = try #require(number, "\(text)")
      #expect(used == text.utf8.count, "\(text)")
      #expect(parsed.value.bitPattern == strtod(text, nil).bitPattern, "\(text)")
    }
  }
}
