import Signals
import Testing

@testable import EpisodeRecorder

/// What the days brought is counted by hand here.
@Suite struct HistoryTests {
  /// Wednesday, 25 November 2026, ten in the evening, an hour ahead of UTC.
  static let now = WallTime(unixSeconds: 1_795_640_400, offset: 3600)

  static func session(_ started: String, hours: Double) -> LibrarySession {
    LibrarySession(
      id: started, state: .closed, started: WallTime(iso8601: started), duration: hours * 3600, source: "",
      device: "", preset: "", mode: "", channels: 1, bytes: 0)
  }

  static func episode(
    _ at: String, _ kind: String = "spasm", lasting duration: Double = 10, timesRest: Double = 5,
    bout: Int? = nil, correction: String? = nil
  ) -> LibraryEpisode {
    LibraryEpisode(
      session: "s", at: WallTime(iso8601: at),
      episode: LoggedEpisode(
        id: 1, kind: kind, onset: 0, offset: duration, bout: bout, severity: .init(timesRest: timesRest)),
      correction: correction)
  }

  @Test func `a night over midnight is booked to both days, and to its hours`() {
    let history = History(
      sessions: [Self.session("2026-11-24T22:30:00+01:00", hours: 3)],
      episodes: [
        Self.episode("2026-11-24T23:59:59+01:00", lasting: 8, timesRest: 4, bout: 1),
        Self.episode("2026-11-25T00:00:00+01:00", lasting: 20, timesRest: 9, bout: 1),
        Self.episode("2026-11-25T00:10:00+01:00", "twitch", lasting: 0.2),
      ], notes: [], days: 2, now: Self.now)
    #expect(history.byDay.map(\.recorded) == [5400, 5400])
    #expect(history.byDay.map(\.spasms) == [1, 1] && history.byDay.map(\.twitches) == [0, 1])
    #expect(history.byDay.map(\.bouts) == [1, 0] && history.byDay[1].longest == 20)
    #expect(history.byDay[1].strongest == 9 && history.total.spasmSeconds == 28)
    let hours = [22: 1800.0, 23: 3600, 0: 3600, 1: 1800]
    for hour in 0..<24 { #expect(history.byHour[hour].recorded == hours[hour] ?? 0, "\(hour)") }
    #expect(history.byHour[23].spasms == 1 && history.byHour[0].spasms == 1 && history.durations == [8, 20])
  }

  @Test func `an episode counts for what the person says it was`() {
    let history = History(
      sessions: [],
      episodes: [
        Self.episode("2026-11-25T10:00:00+01:00", correction: "movement"),
        Self.episode("2026-11-25T11:00:00+01:00", "movement", correction: "spasm"),
        Self.episode("2026-11-25T12:00:00+01:00"),
      ], notes: [], days: 1, now: Self.now)
    #expect(history.byDay[0].counts == ["movement": 1, "spasm": 2] && history.corrected == 2)
  }

  @Test func `what lies before the days and after them is left out`() {
    let history = History(
      sessions: [
        Self.session("2026-11-22T23:00:00+01:00", hours: 2),
        Self.session("2026-11-27T01:00:00+01:00", hours: 1),
      ],
      episodes: [Self.episode("2026-11-22T23:30:00+01:00"), Self.episode("2026-11-26T00:30:00+01:00")],
      notes: [
        Note(.note, at: Self.now, atSeconds: nil, pain: 3),
        Note(.note, at: Self.now, atSeconds: nil, pain: 6),
        Note(.mark, at: Self.now.adding(-86_400 * 5), atSeconds: nil),
      ], days: 3, now: Self.now)
    #expect(history.total.recorded == 3600 && history.total.counts.isEmpty)
    #expect(history.total.pain == 6 && history.total.notes == 2)
  }

  @Test func `the day is that of the place where it was`() {
    // Half past eleven at night in New York; in Berlin it is the next morning.
    let history = History(
      sessions: [], episodes: [Self.episode("2026-11-24T23:30:00-05:00")], notes: [], days: 2, now: Self.now)
    #expect(history.byDay.map(\.spasms) == [1, 0] && history.byHour[23].spasms == 1)
  }
}
