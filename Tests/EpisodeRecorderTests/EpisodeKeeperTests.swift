import Events
import Signals
import Testing

@testable import EpisodeRecorder

/// Which records are kept where only episodes are.
@Suite struct EpisodeKeeperTests {
  /// What is kept of 200 s, in whole seconds, when the events become known at their times.
  private func kept(_ events: [Event]) -> [Int] {
    var keeper = EpisodeKeeper(preRoll: 10, postRoll: 10, recordLength: 1)
    var (kept, left) = ([Int](), [Int]())
    for second in 0..<200 {
      for event in events where event.at.value >= Double(second) && event.at.value < Double(second) + 1 {
        keeper.take(event)
      }
      keeper.take(
        .init(number: Int64(second), bytes: [], present: []), keep: { kept.append(Int($0.number)) },
        leave: { left.append(Int($0.number)) })
    }
    keeper.finish(keep: { kept.append(Int($0.number)) }, leave: { left.append(Int($0.number)) })
    #expect((kept + left).sorted() == Array(0..<200), "each record is kept or left, once")
    #expect(kept == kept.sorted())
    return kept
  }

  private func episode(_ kind: Episode.Kind, _ onset: Double, _ offset: Double, told: Double) -> Event {
    Event(
      at: Seconds(told), channel: 0,
      .episode(
        Episode(
          id: 1, kind: kind, subtype: nil, onset: Seconds(onset), offset: Seconds(offset), involuntary: 1,
          bout: nil, severity: Severity(timesRest: 1, integrated: 1),
          evidence: Evidence(
            restRMS: 1, rms: 1, peak: 1, ratio: 1, threshold: 1, motion: nil, posture: nil, quality: 1,
            blanked: 0))
      ))
  }

  @Test func `a spasm is kept from ten seconds before it until ten after`() {
    let called = Event(at: 52, channel: 0, .spasm(.confirmed, onset: 50))
    #expect(kept([called, episode(.spasm, 50, 120, told: 121)]) == Array(40..<130))
  }

  @Test func `a twitch and a brief contraction are kept, though they are told when they are over`() {
    #expect(kept([episode(.twitch, 50.2, 50.4, told: 51)]) == Array(40..<61))
    #expect(kept([episode(.brief, 50, 52, told: 53)]) == Array(40..<62))
  }

  @Test func `movement and artefacts are not kept, nor a call that was taken back after it was`() {
    #expect(kept([episode(.movement, 50, 60, told: 61), episode(.artefact, 80, 81, told: 82)]).isEmpty)
    let called = Event(at: 52, channel: 0, .spasm(.confirmed, onset: 50))
    let withdrawn = Event(at: 55, channel: 0, .spasm(.withdrawn, onset: 50))
    #expect(kept([called, withdrawn, episode(.movement, 50, 60, told: 61)]) == Array(40..<55))
  }

  @Test func `what overlaps is kept once`() {
    #expect(
      kept([episode(.twitch, 50, 50.3, told: 51), episode(.twitch, 65, 65.3, told: 66)]) == Array(40..<76))
  }
}
