import Signals
import Testing

@testable import EpisodeRecorder
@testable import TerminalUI

/// Sessions as a person sees them.
@Suite struct SessionTablesTests {
  private let session = LibrarySession(
    id: "2026-11-25T03-12-05", state: .open, started: WallTime(iso8601: "2026-11-25T03:12:05+01:00"),
    duration: 3725, source: "tty:/dev/ttyACM0", device: "Band", preset: "default", mode: "continuous",
    channels: 2, bytes: 5_340_000, counts: ["spasm": 2, "twitch": 11], bouts: 1, notes: 3)

  private func text(_ page: Page) -> String { page.text(Style()) }

  @Test func `a session's line tells how long it was and what was found`() {
    let lines = text(SessionTable([session]).page(width: 80)).split(separator: "\n")
    let words = lines[1].split(separator: " ").map(String.init)
    #expect(words == ["2026-11-25T03-12-05", "1h02m", "2", "11", "1", "3", "5.3", "MB", "cut", "off"])
    // The usual terminal has room for every state that is not a long story.
    for state in [LibrarySession.State.recording, .open, .closed, .repaired] {
      var session = session
      session.state = state
      let lines = text(SessionTable([session]).page(width: 80)).split(separator: "\n")
      #expect(lines.count == 2 && lines[1].hasSuffix(state.words))
    }
    #expect(text(SessionTable([]).page(width: 80)).contains("no sessions yet"))
  }

  @Test(arguments: [40, 80, 120])
  func `the person's word stands beside the detector's, and no line is too wide`(width: Int) {
    let episode = LoggedEpisode(
      id: 12, kind: "spasm", subtype: "unexplained", onset: 61, offset: 71.5, bout: 1,
      severity: .init(timesRest: 8.25), channel: "Left gastrocnemius, lateral head")
    let later = LoggedEpisode(id: 13, kind: "tremor", subtype: "fine", onset: 80, offset: 81)
    let now = WallTime(unixSeconds: 1_795_572_725, offset: 3600)
    let notes = [
      Note(.correction, at: now, atSeconds: 90, text: "that was me", episode: 12, label: "movement"),
      Note(.note, at: now, atSeconds: 91, text: "escape \u{1B}[2J", pain: 4),
    ]
    let view = SessionView(
      session,
      episodes: [
        LibraryEpisode(session: "s", at: nil, episode: episode, correction: "movement"),
        LibraryEpisode(session: "s", at: nil, episode: later, correction: nil),
      ], notes: notes)
    let text = text(view.page(width: width))
    for line in text.split(separator: "\n") { #expect(String(line).displayWidth <= width) }
    #expect(!text.contains("\u{1B}"))
    guard width >= 80 else { return }
    #expect(text.contains("0:01:01.0") && text.contains("spasm, held still") && text.contains("movement"))
    // A log of a later version may have kinds that this one knows nothing of.
    #expect(text.contains("tremor, fine") && text.contains("episode 12 was movement: that was me"))
  }
}
