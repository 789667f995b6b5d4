import EpisodeRecorder
import Events
import Signals
import Testing

@testable import TerminalUI

/// How other rules over a session, and trouble with its recording, are shown.
@Suite struct DifferenceViewTests {
  private func episode(_ kind: String, _ onset: Double, _ offset: Double) -> LoggedEpisode {
    let line =
      #"{"type":"episode","id":1,"kind":"\#(kind)","onset_s":\#(onset),"offset_s":\#(offset),"channel":"EMG1","channel_index":0}"#
    guard let episode = LoggedEpisode.all(in: [Array(line.utf8)]).first else { preconditionFailure(line) }
    return episode
  }

  private func page(_ before: [LoggedEpisode], _ after: [LoggedEpisode]) -> String {
    DifferenceView(EpisodeDifference(from: before, to: after)).page(width: 80).text(Style())
  }

  @Test func `what is the same is counted, what is not is shown`() {
    let same = episode("twitch", 1, 1.2)
    let text = page(
      [same, episode("spasm", 10, 20), episode("twitch", 30, 30.2), episode("brief", 50, 51)],
      [same, episode("movement", 10.2, 20), episode("brief", 50.01, 51), episode("twitch", 70, 70.1)])
    #expect(text.contains("1 the same, 1 with edges a little elsewhere, 1 changed, 1 gone, 1 new"))
    #expect(text.contains("spasm, 10.0 s") && text.contains("movement, 9.80 s"))
    #expect(text.contains("gone") && text.contains("0:01:10.0"))
  }

  @Test func `nothing is shown where nothing differs`() {
    #expect(page([episode("spasm", 1, 9)], [episode("spasm", 1, 9)]).split(separator: "\n").count == 1)
  }

  @Test func `a person is told at once that nothing is recorded, and when it is again`() throws {
    var view = LiveView(streams: [])
    let full = Health(.pausedDiskFull, detail: "no room")
    let said = view.take(Event(at: 61, .health(full)))
    let line = try #require(said)
    #expect(line.text(Style()) == "0:01:01.0  NOT RECORDING, the disk is full: no room")
    let saidThen = view.take(Event(at: 121, .health(Health(.resumed, missed: 60))))
    let again = try #require(saidThen)
    #expect(again.text(Style()).contains("recording again; 1 min 00 s are missing"))
  }
}
