import Fixtures
import Foundation
import Testing

/// What programs read of a replay.
@Suite struct EventLinesTests {
  /// Fixtures that a replay takes by themselves; `.dat` files come with their headers.
  static let recordings = ((try? Fixtures.all()) ?? []).filter { !$0.hasSuffix(".dat") }

  private func replay(_ name: String, _ options: [String] = []) throws -> Command.Result {
    let rate = ["label-column.txt", "decimal-comma.csv"].contains(name) ? ["--rate", "500"] : []
    return try Command.run(["replay", "--json"] + rate + options + [Fixtures.path(name)])
  }

  @Test(arguments: recordings) func `every line is an object, the header first and the summary last`(
    name: String
  ) throws {
    let result = try replay(name)
    #expect(result.code == 0)
    let types = try result.lines.map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["at_s"] is NSNumber)
      return try #require(object?["type"] as? String)
    }
    #expect(types.count >= 2 && types.first == "recording" && types.last == "summary")
    #expect(types.count { $0 == "recording" || $0 == "summary" } == 2)
    #expect(!result.text.contains("\u{1B}"))
  }

  @Test(arguments: recordings) func `blocks of any size give the same bytes`(name: String) throws {
    let whole = try replay(name).output
    for frames in ["1", "7", "4096"] {
      #expect(try replay(name, ["--chunk", frames]).output == whole, "in blocks of \(frames)")
    }
  }

  @Test func `several recordings follow each other`() throws {
    let files = ["plain.edf", "plain.bdf"]
    let result = try Command.run(["replay", "--json"] + files.map(Fixtures.path))
    #expect(result.lines.count { $0.hasPrefix(#"{"type":"recording""#) } == 2)
    #expect(result.output == (try files.map { try replay($0).output }).reduce(Data(), +))
  }

  @Test func `played at a pace it takes its time and gives the same bytes`() throws {
    let start = ContinuousClock.now
    let live = try replay("plain.edf", ["--speed", "16"])
    let seconds = try #require(
      live.lines.last?.split(separator: #""duration_s":"#).last.flatMap { Double($0.dropLast()) })
    #expect(seconds > 4 && ContinuousClock.now - start >= .seconds(seconds / 16))
    #expect(live.output == (try replay("plain.edf")).output)
  }

  @Test func `parameters and columns reach the header`() throws {
    let result = try replay("plain.edf", ["--preset", "back", "--set", "hop_s=0.02"])
    let header = try #require(result.lines.first)
    #expect(header.contains(#""preset":"back""#) && header.contains(#""hop_s":0.02,"#))
  }

  @Test func `progress is told in lines where there is no terminal`() throws {
    #expect(try replay("plain.edf").error.isEmpty)
    let result = try replay("plain.edf", ["--progress"])
    #expect(result.error.contains("100 %") && !result.error.contains("\u{1B}"))
  }
}
