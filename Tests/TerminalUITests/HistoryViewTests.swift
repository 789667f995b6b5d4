import Signals
import Testing

@testable import EpisodeRecorder
@testable import TerminalUI

/// The days as a person sees them.
@Suite struct HistoryViewTests {
  /// Wednesday, 25 November 2026, ten in the evening.
  private let now = WallTime(unixSeconds: 1_795_640_400, offset: 3600)

  private func history(_ spasms: [Int: Int], recorded: Set<Int>, days: Int) -> History {
    var sessions: [LibrarySession] = []
    var episodes: [LibraryEpisode] = []
    let midnight = WallTime(unixSeconds: Double(now.day) * 86_400 - 3600, offset: 3600)
    for ago in recorded {
      sessions.append(
        LibrarySession(
          id: "\(ago)", state: .closed, started: midnight.adding(-86_400 * Double(ago)), duration: 7200,
          source: "", device: "", preset: "", mode: "", channels: 1, bytes: 0))
    }
    for (ago, count) in spasms {
      for number in 0..<count {
        let at = midnight.adding(3600 - 86_400 * Double(ago))
        episodes.append(
          LibraryEpisode(
            session: "\(ago)", at: at,
            episode: LoggedEpisode(
              id: number, kind: "spasm", onset: 3600, offset: 3630, severity: .init(timesRest: 8))))
      }
    }
    return History(sessions: sessions, episodes: episodes, notes: [], days: days, now: now)
  }

  private func lines(_ history: History, notes: [Note] = [], width: Int = 80) -> [String] {
    HistoryView(history, notes: notes).page(width: width).text(Style()).split(separator: "\n").map(
      String.init)
  }

  @Test func `a day that was not recorded is not a day without spasms`() throws {
    // Today is a Wednesday: eight spasms today, one yesterday, none on Monday, Sunday not recorded.
    let lines = lines(history([0: 8, 1: 1], recorded: [0, 1, 2], days: 7))
    func row(_ weekday: String) throws -> String {
      String(try #require(lines.first { $0.hasPrefix("  \(weekday)") }).dropFirst(6))
    }
    #expect(try row("Mon") == "  ·" && row("Tue") == "  ░" && row("Wed") == "  █" && row("Sun") == "")
    #expect(
      lines.contains { $0.contains("blank: not recorded, · none, ░ 1 to 2, ▒ 3 to 4, ▓ 5 to 6, █ 7 to 8") })
    // Nine spasms in three times two hours, all in the second hour of the day, which was recorded three times.
    #expect(lines.contains("  spasms        9; 1.50 an hour recorded"))
    #expect(lines.contains { $0.hasPrefix("  Most from 1:00 to 2:00, 3.0 an hour recorded") })
    let today = try #require(lines.last { $0.hasPrefix("  2026-11-25") })
    #expect(
      today.split(separator: " ").map(String.init) == [
        "2026-11-25", "2h00m", "8", "4m00s", "30.0", "s", "8.0", "0",
      ])
  }

  @Test func `a few spasms have a mark each`() {
    let lines = lines(history([0: 1, 1: 2, 2: 3], recorded: [0, 1, 2], days: 3))
    #expect(lines.contains { $0.contains("░ 1, ▒ 2, ▓ 3") })
  }

  @Test(arguments: [40, 52, 80, 200], [1, 30, 400])
  func `no line is wider than the terminal`(width: Int, days: Int) {
    let note = Note(.note, at: now, atSeconds: 1, text: String(repeating: "ein Wort ", count: 40), pain: 10)
    let view = history([0: 120, 3: 4], recorded: Set(0..<min(days, 300)), days: days)
    for line in lines(view, notes: [note], width: width) { #expect(line.displayWidth <= width, "\(line)") }
  }

  @Test func `a year fits eighty columns`() throws {
    let lines = lines(history([364: 1, 0: 2], recorded: [364, 0], days: 365))
    // The first day, 26 November 2025, is the Wednesday of the first of 53 weeks, and today that of the last.
    let tuesdays = try #require(lines.first { $0.hasPrefix("  Tue") })
    let wednesdays = try #require(lines.first { $0.hasPrefix("  Wed") })
    #expect(wednesdays.hasPrefix("  Wed ░") && wednesdays.hasSuffix("▒") && wednesdays.displayWidth == 6 + 53)
    #expect(tuesdays == "  Tue")
  }

  @Test func `nothing recorded is said in words`() {
    #expect(lines(history([:], recorded: [], days: 30)).last == "  Nothing was recorded in these days.")
  }

  @Test func `a month is named where it begins`() throws {
    let lines = lines(history([0: 1], recorded: [0], days: 60))
    // The columns are weeks, of which the first begins on Monday, 21 September, and the sixth on 26 October, in which
    // November begins; October has no room beside September.
    #expect(lines.contains("      Sep       Nov"))
  }

  @Test func `sizes are as people say them`() {
    #expect(sizeText(0) == "0 B" && sizeText(999) == "999 B" && sizeText(1000) == "1.0 kB")
    #expect(sizeText(5_340_000) == "5.3 MB" && sizeText(123_456_789_012) == "123 GB")
  }
}
