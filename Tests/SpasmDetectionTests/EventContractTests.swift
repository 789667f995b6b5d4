import Events
import Signals
import Testing

@Suite struct EventContractTests {
  /// Played once for all laws.
  private static let outcomes: [Outcome] = {
    guard let rate = SampleRate(200), let motionRate = SampleRate(50) else { return [] }
    return (11...16 as ClosedRange<UInt64>).map {
      Outcome(Scenes.body(seed: $0, seconds: 24, rate: rate, motionRate: motionRate))
    }
  }()

  @Test func `events come in order, episodes and bouts are counted from one, and the summary is last`() {
    #expect(Self.outcomes.flatMap(\.episodes).count > 20)
    for outcome in Self.outcomes {
      let events = outcome.events
      let account = events.dropLast()
      #expect(zip(account, account.dropFirst()).allSatisfy { !$1.precedes($0) })
      #expect(outcome.episodes.map(\.id).sorted() == Array(1...outcome.episodes.count))
      #expect(outcome.bouts.map(\.bout.id).sorted() == Array(outcome.bouts.indices.map { $0 + 1 }))
      #expect(events.count { $0.type == "summary" } == 1 && events.last?.type == "summary")
      #expect(outcome.summary?.bouts == outcome.bouts.count)
      for kind in Episode.Kind.allCases {
        #expect(outcome.summary?.episodes[kind, default: 0] == outcome.kinds.count { $0 == kind })
      }
    }
  }

  @Test func `episodes of one channel are numbered in the order in which they are settled`() {
    for outcome in Self.outcomes {
      for channel in 0..<2 {
        let ids = outcome.channel(channel).episodes.map(\.id)
        #expect(ids == ids.sorted())
      }
    }
  }

  @Test func `every call is followed by a spasm's episode, or withdrawn`() {
    var confirmed = 0
    for outcome in Self.outcomes {
      for channel in 0..<2 {
        let events = outcome.channel(channel)
        for call in events.calls where call.state == .confirmed {
          confirmed += 1
          let spasms = events.spasms.count { $0.onset == call.onset }
          let withdrawn = events.calls.count { $0.onset == call.onset && $0.state == .withdrawn }
          #expect(spasms + withdrawn == 1)
        }
      }
    }
    #expect(confirmed > 3)
  }

  @Test func `every onset is followed by one episode, and episodes of a channel do not overlap`() {
    for outcome in Self.outcomes {
      for channel in 0..<2 {
        let events = outcome.channel(channel)
        let onsets = events.events.compactMap { if case .onset(let onset) = $0.body { onset } else { nil } }
        #expect(onsets == events.episodes.map(\.onset))
        let pairs = zip(events.episodes, events.episodes.dropFirst())
        #expect(pairs.allSatisfy { $0.offset <= $1.onset })
      }
    }
  }

  @Test func `every spasm is in the bout that it names`() {
    for outcome in Self.outcomes {
      for channel in 0..<2 {
        let part = outcome.channel(channel)
        let named = Dictionary(grouping: part.spasms, by: \.bout).mapValues { $0.map(\.id) }
        #expect(named == Dictionary(uniqueKeysWithValues: part.bouts.map { ($0.bout.id, $0.bout.spasms) }))
      }
    }
  }
}
