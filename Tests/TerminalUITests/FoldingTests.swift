import Events
import Signals
import Testing

@testable import TerminalUI

@Suite struct FoldingTests {
  private func recorded(_ kind: Episode.Kind, at time: Double, channel: Int = 0) -> RecordedEpisode {
    RecordedEpisode(channel: channel, episode: Sample.episode(kind, from: Seconds(time), lasting: 0.2))
  }

  /// How many episodes each row stands for.
  private func sizes(_ episodes: [RecordedEpisode], showsAll: Bool = false) -> [Int] {
    EpisodeTable.rows(episodes, showsAll: showsAll).map(\.members.count)
  }

  @Test func `three twitches in a row are one line, two are not`() {
    let twitches = (0..<3).map { recorded(.twitch, at: Double($0)) }
    #expect(sizes(twitches) == [3])
    #expect(sizes(Array(twitches.prefix(2))) == [1, 1])
    #expect(sizes(twitches, showsAll: true) == [1, 1, 1])
  }

  @Test func `what another channel does ends no run`() {
    let episodes = [
      recorded(.twitch, at: 0), recorded(.spasm, at: 0.5, channel: 1), recorded(.twitch, at: 1),
      recorded(.twitch, at: 2),
    ]
    #expect(sizes(episodes) == [3, 1])
    #expect(sizes(episodes.map { RecordedEpisode(channel: 0, episode: $0.episode) }) == [1, 1, 1, 1])
  }

  @Test func `a long table keeps its spasms`() {
    let episodes = (0..<100).map { (number: Int) -> RecordedEpisode in
      let kind: Episode.Kind = number % 10 == 9 ? .spasm : .brief
      return recorded(kind, at: Double(number))
    }
    #expect(sizes(episodes) == (0..<20).map { $0 % 2 == 0 ? 9 : 1 })
    #expect(sizes(episodes, showsAll: true).count == 100)
  }

  @Test func `no episode is lost or told twice`() {
    var generator = SeededGenerator(seed: 11)
    for count in [0, 1, 5, 60, 300] {
      var episodes: [RecordedEpisode] = []
      for number in 0..<count {
        let kind = Episode.Kind.allCases[Int.random(in: 0..<5, using: &generator)]
        let channel = Int.random(in: 0..<3, using: &generator)
        episodes.append(recorded(kind, at: Double(number), channel: channel))
      }
      let members = EpisodeTable.rows(episodes, showsAll: false).flatMap(\.members)
      #expect(members.count == count && Set(members) == Set(episodes))
    }
  }

  @Test func `many troubles are told by place and kind`() {
    let troubles = (0..<20).map { number in
      SignalTrouble(
        place: "calf", channels: [0], words: "flat", cause: .condition(.flat), start: Seconds(Double(number)),
        end: Seconds(Double(number) + 0.5))
    }
    #expect(SignalTrouble.rows(troubles, until: 30, longest: 12).map(\.count) == [4])
    #expect(
      SignalTrouble.rows(troubles, until: 30, longest: 12)[0].map(\.text).suffix(2) == [
        "10.0 s", "flat (20 times)",
      ])
    #expect(SignalTrouble.rows(troubles, until: 30, longest: 20).count == 20)
  }
}
