import EpisodeRecorder
import Foundation
import Testing

/// Moments of the wall clock, held against Foundation's calendar.
@Suite struct WallTimeCalendarTests {
  @Test func `day, date and hour agree with Foundation's, in any zone`() throws {
    for seconds in stride(from: -1e9, to: 4e9, by: 123_456_789) {
      for offset in [0, 3600, -9000, 45_900, -43_200] {
        let time = WallTime(unixSeconds: seconds, offset: offset)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: offset))
        let parts = calendar.dateComponents(
          [.year, .month, .day, .hour], from: Date(timeIntervalSince1970: seconds))
        let date = WallTime.date(ofDay: time.day)
        #expect(
          [date.year, date.month, date.day, time.hour]
            == [parts.year, parts.month, parts.day, parts.hour].compactMap(\.self))
      }
    }
  }

  @Test func `a person says how long ago it was, or how late`() throws {
    let now = try #require(WallTime(iso8601: "2026-11-25T03:12:05+01:00"))
    #expect(WallTime(said: "-5m", now: now)?.iso8601 == "2026-11-25T03:07:05+01:00")
    #expect(WallTime(said: "-1.5h", now: now)?.iso8601 == "2026-11-25T01:42:05+01:00")
    #expect(WallTime(said: "-2d", now: now)?.iso8601 == "2026-11-23T03:12:05+01:00")
    #expect(WallTime(said: "2:30", now: now)?.iso8601 == "2026-11-25T02:30:00+01:00")
    #expect(WallTime(said: "22:15", now: now)?.iso8601 == "2026-11-24T22:15:00+01:00")
    #expect(WallTime(said: "2026-11-25T01:02", now: now)?.iso8601 == "2026-11-25T01:02:00+01:00")
    #expect(WallTime(said: "2026-11-25T01:02Z", now: now)?.iso8601 == "2026-11-25T01:02:00Z")
    for text in ["5m", "-5", "-m", "25:00", "12:60", "soon"] {
      #expect(WallTime(said: text, now: now) == nil, "\(text)")
    }
  }
}
